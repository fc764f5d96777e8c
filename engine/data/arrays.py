"""A person's own arrays: NumPy's or safetensors'."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.data.array_facts import read_array_facts
from engine.data.array_files import open_array
from engine.data.augment_checks import check_augment, check_no_augment
from engine.data.ready import ReadyData
from engine.errors import Problem
from engine.paths import named_paths
from engine.plan.records import DataFacts
from engine.spec.data_files import ArraysSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch.utils.data import Dataset


class Arrays(ReadyData):
    """Rows of numbers, pictures or tokens. Bytes (0 to 255) are scaled to 0 to 1."""

    kind = "arrays"
    title = "Arrays"
    sentence = "Your own arrays of inputs and targets: .npz, .npy or .safetensors."

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """The file, or the folder."""
        return named_paths(_options(spec).file)

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes, from the headers and the targets. Raises PlanError where they make no data set."""
        return read_array_facts(_options(spec)).facts

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """Augmentation that does not fit."""
        augment = _options(spec).augment
        if read_array_facts(_options(spec)).is_pictures:
            return tuple(check_augment(augment, facts))
        return tuple(check_no_augment(augment))

    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test samples, and their class (or the class of each place)."""
        import numpy as np

        from engine.data.array_samples import ArrayPictures, ArrayRows, ChosenPictures
        from engine.data.picture_samples import Pictures, build_parts
        from engine.data.split import split_by_class

        options = _options(spec)
        found = read_array_facts(options)
        inputs, targets = (open_array(found.path, name) for name in (options.inputs, options.targets))
        pairs: list[tuple[Any, Any, Any]]
        if options.test_inputs:
            names = (options.test_inputs, options.test_targets)
            test_inputs, test_targets = (open_array(found.path, name) for name in names)
            pairs = [(inputs, targets, None), (test_inputs, test_targets, None)]
        else:
            classes = np.zeros(len(targets)) if targets.ndim == 2 else targets
            split = split_by_class(classes.astype(np.int64), 1, options.test_fraction, options.split_seed)
            pairs = [(inputs, targets, chosen) for chosen in split]
        if not found.is_pictures:
            train, held_out = (ArrayRows(*pair) for pair in pairs)
            return train, held_out
        parts: list[tuple[Pictures, Any]] = []
        for pixels, classes, chosen in pairs:
            pictures = ArrayPictures(pixels, channels=options.channels)
            if chosen is None:
                parts.append((pictures, classes))
            else:
                parts.append((ChosenPictures(pictures, chosen), classes[chosen]))
        return build_parts(parts, options.augment, seed=spec.training.seed)


def _options(spec: RunSpec) -> ArraysSpec:
    assert isinstance(spec.data, ArraysSpec)
    return spec.data
