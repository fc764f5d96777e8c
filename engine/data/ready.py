"""What most data sets answer: no files, nothing more to check, numbered classes, nothing to prepare."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import Problem
from engine.plan.records import DataFacts
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch.utils.data import Dataset


class ReadyData(ABC):
    """A data set that says its sizes and loads itself, and leaves the rest as it is here."""

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """None."""
        return ()

    @abstractmethod
    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes."""

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """Nothing that its sizes do not tell."""
        return ()

    def class_names(self, spec: RunSpec) -> Sequence[str]:
        """The classes' numbers."""
        return [str(number) for number in range(self.facts(spec).num_classes)]

    def input_names(self, spec: RunSpec) -> Sequence[str]:
        """The numbers of a sample have no names."""
        return ()

    def prepare(self, spec: RunSpec) -> Iterator[str]:
        """Nothing to be done before it is loaded."""
        return iter(())

    @abstractmethod
    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test samples."""
