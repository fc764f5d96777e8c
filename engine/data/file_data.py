"""A person's own data: what a function of a Python file gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.brought.calling import call, check_call
from engine.brought.known import KNOWN_OF_DATA
from engine.brought.running import Brought, open_brought
from engine.data.ready import ReadyData
from engine.errors import PlanError
from engine.paths import named_paths
from engine.plan.records import DataFacts
from engine.spec.brought import FileDataSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch.utils.data import Dataset

    from engine.brought.samples import BroughtSamples

_KEPT = 2
"""The data lie in memory for as long."""


class FileData(ReadyData):
    """Runs the person's code: the window asks a survey instead of it."""

    kind = "file"
    title = "My own…"
    sentence = "A Python file of yours, with a function that gives training and test samples."

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """The file, and its folder for what it imports from there."""
        return [place for path in named_paths(_options(spec).path) for place in (path, path.parent)]

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes, by looking at samples. Raises PlanError where they make no data set."""
        from engine.brought.data_facts import find_facts

        train, test, declared = _given(spec)
        return find_facts(train, test, declared, _options(spec).function)

    def class_names(self, spec: RunSpec) -> Sequence[str]:
        """As the function or its data set says, else numbers. Raises as `facts` does."""
        from engine.brought.data_facts import class_names

        train, _, declared = _given(spec)
        return class_names(train, declared) or super().class_names(spec)

    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test samples, as the function gives them."""
        train, test, _ = _given(spec)
        return train, test


def _given(spec: RunSpec) -> tuple[BroughtSamples, BroughtSamples, Mapping[str, Any]]:
    options = _options(spec)
    if problems := check_call(options, KNOWN_OF_DATA, part="data"):
        raise PlanError(problems)
    brought = open_brought(Path(options.path).expanduser())
    found = _call_once(brought, options.model_dump_json(), spec.training.seed)
    if isinstance(found, PlanError):
        raise PlanError(found.problems)
    return found


@lru_cache(maxsize=_KEPT)
def _call_once(
    brought: Brought, written: str, seed: int
) -> tuple[BroughtSamples, BroughtSamples, Mapping[str, Any]] | PlanError:
    """Of the same file and options the samples are made once, for as long as the file stays as it is."""
    import torch

    from engine.brought.samples import read_given

    options = FileDataSpec.model_validate_json(written)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)  # what is drawn is the same in every rank, and in a resume
        try:
            return read_given(call(options, {"seed": seed}, part="data"), brought.origin, options.function)
        except PlanError as error:
            return error


def _options(spec: RunSpec) -> FileDataSpec:
    assert isinstance(spec.data, FileDataSpec)
    return spec.data
