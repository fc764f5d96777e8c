"""What arrays of inputs and targets make of a data set, or why they make none."""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from engine.data.array_files import ArrayHead, open_array, read_heads, stamp_arrays
from engine.data.split import count_test
from engine.errors import Fix
from engine.kept import kept
from engine.paths import Stamp, look_at_either, problem_with
from engine.plan.records import DataFacts
from engine.reading import tell_reading
from engine.spec.data_files import ArraysSpec

_PIECE = 2**24
"""So many classes are counted at once."""
_NO_CLASS = 10_000_000
"""Numbers from here on are something else."""


@dataclass(frozen=True, slots=True)
class ArrayFacts:
    """A data set in arrays."""

    path: Path
    facts: DataFacts
    is_pictures: bool


def read_array_facts(options: ArraysSpec) -> ArrayFacts:
    """What the file holds; targets are read through once for the number of classes.

    Raises:
        PlanError: It cannot be read, or its arrays do not make a data set.
    """
    stamp = look_at_either(options.file, field="data.file")
    stamps = stamp_arrays(stamp)
    return _read(stamp.path, stamps, options.model_copy(update={"augment": ArraysSpec().augment}))


@kept
def _read(path: Path, stamps: tuple[Stamp, ...], options: ArraysSpec) -> ArrayFacts:
    heads = read_heads(path, stamps)
    inputs = _find(heads, options.inputs, "data.inputs", path)
    targets = _find(heads, options.targets, "data.targets", path)
    _check_pair(inputs, targets, (options.inputs, options.targets))
    is_tokens = targets.dtype.kind in "iu" and len(targets.shape) == 2
    counts = _count_classes(path, options.targets, "data.targets")
    num_classes = len(counts)
    names = [options.inputs] if is_tokens else []
    if options.test_inputs:
        num_test = _check_test(path, heads, options, inputs, targets)
        num_train = inputs.shape[0]
        num_classes = max(num_classes, len(_count_classes(path, options.test_targets, "data.test_targets")))
        names += [options.test_inputs] if is_tokens else []
    else:
        num_test = sum(count_test([inputs.shape[0]] if is_tokens else counts, options.test_fraction))
        num_train = inputs.shape[0] - num_test
    for name in names:
        num_classes = max(num_classes, len(_count_classes(path, name, "data.inputs")))
    if not num_test or not num_train:
        raise problem_with(
            "data.file", f"{inputs.shape[0]:,} samples are too few to train and to test.", "Add samples."
        )
    shape = inputs.shape[1:] if is_tokens else _input_shape(inputs, options)
    facts = DataFacts(
        num_train=num_train,
        num_test=num_test,
        num_classes=max(2, num_classes),
        input_shape=shape,
        input_kind="tokens" if is_tokens else "numbers",
        targets_per_sample=targets.shape[1] if is_tokens else 1,
    )
    return ArrayFacts(path, facts, is_pictures=len(shape) == 3 and not is_tokens)


def _find(heads: Mapping[str, ArrayHead], name: str, field: str, path: Path) -> ArrayHead:
    if name in heads:
        head = heads[name]
        if head.dtype.kind not in "biuf":
            raise problem_with(
                field, f"{name} is of type {head.dtype}, which are no numbers.", "Save it as numbers."
            )
        return head
    near = get_close_matches(name, heads, n=1)
    raise problem_with(
        field,
        f"There is no array {name} in {path.name}; there are {', '.join(sorted(heads))}.",
        "Choose one of them.",
        Fix(label=f"Use {near[0]}", changes={field: near[0]}) if near else None,
    )


def _check_pair(inputs: ArrayHead, targets: ArrayHead, names: tuple[str, str]) -> None:
    """Inputs and targets against each other."""
    if len(inputs.shape) < 2:
        raise problem_with(
            "data.inputs",
            f"{names[0]} has the shape {inputs.shape}, without a row for each sample.",
            "Give an array [samples, …].",
        )
    if targets.dtype.kind not in "biu":
        raise problem_with(
            "data.targets",
            f"{names[1]} is of type {targets.dtype}; classes are whole numbers from 0.",
            "Save the number of each sample's class.",
        )
    places = targets.shape[1:]
    if places and (places != inputs.shape[1:] or len(places) > 1 or inputs.dtype.kind not in "iu"):
        raise problem_with(
            "data.targets",
            f"{names[1]} has the shape {targets.shape}; {names[0]} has {inputs.shape}.",
            "Give one class for each sample, or for each token of samples of tokens.",
        )
    if inputs.shape[0] < 1:
        raise problem_with("data.file", f"{names[0]} holds no samples.", "Add samples.")
    if inputs.shape[0] != targets.shape[0]:
        raise problem_with(
            "data.targets",
            f"There are {inputs.shape[0]:,} inputs and {targets.shape[0]:,} targets.",
            "Give as many of both.",
        )


def _check_test(
    path: Path, heads: Mapping[str, ArrayHead], options: ArraysSpec, inputs: ArrayHead, targets: ArrayHead
) -> int:
    test_inputs = _find(heads, options.test_inputs, "data.test_inputs", path)
    test_targets = _find(heads, options.test_targets, "data.test_targets", path)
    _check_pair(test_inputs, test_targets, (options.test_inputs, options.test_targets))
    if test_inputs.shape[1:] != inputs.shape[1:] or test_targets.shape[1:] != targets.shape[1:]:
        raise problem_with(
            "data.test_inputs",
            f"Test samples have the shape {test_inputs.shape[1:]}; training samples have {inputs.shape[1:]}.",
            "Give both the same shape.",
        )
    return test_inputs.shape[0]


def _count_classes(path: Path, name: str, field: str) -> list[int]:
    """How many samples (or places) there are of each class, from 0 to the highest."""
    try:
        array = open_array(path, name)
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise problem_with(
            "data.file", f"{name} in {path} cannot be read: {error}.", "Write the file anew."
        ) from error
    flat, counts = array.reshape(-1), np.zeros(0, dtype=np.int64)
    for start in range(0, flat.size, _PIECE):
        tell_reading(start * flat.itemsize, flat.nbytes)
        piece = flat[start : start + _PIECE]
        lowest, highest = int(piece.min()), int(piece.max())
        if lowest < 0:
            raise problem_with(
                field, f"{name} holds {lowest}; classes are counted from 0.", "Count them from 0."
            )
        if highest >= _NO_CLASS:
            raise problem_with(
                field, f"{name} holds {highest:,}, which is no class.", "Give classes counted from 0."
            )
        more = np.bincount(piece, minlength=len(counts))
        more[: len(counts)] += counts
        counts = more
    found: list[int] = counts.tolist()
    return found


def _input_shape(inputs: ArrayHead, options: ArraysSpec) -> tuple[int, ...]:
    shape = inputs.shape[1:]
    if options.channels == "first":
        return shape
    dimensions = 3 if options.channels == "last" else 2
    if len(shape) != dimensions:
        raise problem_with(
            "data.channels",
            f"A sample has the shape {shape}; pictures with channels {options.channels} have "
            f"{dimensions} dimensions.",
            "Choose first to take samples as they are.",
            Fix(label="Take them as they are", changes={"data.channels": "first"}),
        )
    return (shape[2], shape[0], shape[1]) if options.channels == "last" else (1, *shape)
