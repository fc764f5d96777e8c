"""The curves of runs, read in blocks: however long they are, little of them is in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.record.disk import disk_errors
from engine.record.folder import RunFolder
from engine.record.series_files import POINT, Points

BLOCK_POINTS = 65_536
"""Points in memory at once: 1.5 MiB."""


@dataclass(frozen=True, slots=True)
class CurveSource:
    """One series of one run."""

    run: str
    source: str
    metric: str
    path: Path

    @property
    def folder(self) -> RunFolder:
        """The run it belongs to."""
        return RunFolder(self.path.parents[2])

    @property
    def tag(self) -> str:
        """`train/loss`, as TensorBoard and others name it."""
        return f"{self.source}/{self.metric}"

    def blocks(self) -> Iterator[Points]:
        """Its whole points, oldest first; those that are there when the reading begins.

        Raises:
            RunFolderError: It cannot be read.
        """
        with disk_errors(self.path), self.path.open("rb") as file:
            left = self.path.stat().st_size // POINT.itemsize
            while left and len(block := np.fromfile(file, POINT, min(left, BLOCK_POINTS))):
                left -= len(block)
                yield block


def curves_of(folders: Sequence[RunFolder]) -> tuple[CurveSource, ...]:
    """Every series of these runs, run by run."""
    return tuple(
        CurveSource(folder.name, source, metric, folder.series_path(source, metric))
        for folder in folders
        for source, metric in folder.series()
    )
