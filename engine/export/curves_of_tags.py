"""Curves that are read from event files, tag by tag, until they are whole."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from engine.record.series import POINT, Points
from engine.tensorboard.events import Scalar


@dataclass(slots=True)
class TagCurve:
    """The points of one tag in the files of one folder, oldest first."""

    steps: "array[int]" = field(default_factory=lambda: array("q"))
    times: "array[float]" = field(default_factory=lambda: array("d"))
    values: "array[float]" = field(default_factory=lambda: array("d"))
    is_counted_on: bool = False
    """Whether its steps began again within a file."""
    _file: int = -1
    _shift: int = 0

    def add(self, scalar: Scalar, file: int) -> None:
        """Adds a point; steps never fall.

        Another file goes on from its first step, as the training did that was resumed: what lies behind that
        is dropped, as TensorBoard does. Within a file steps that begin again are counted on.

        Args:
            scalar: The point.
            file: Number of its file.
        """
        step = scalar.step
        if file != self._file:
            self._file, self._shift = file, 0
            self._drop_from(step)
        last = self.steps[-1] if self.steps else None
        is_uncounted = last == self._shift and step == 0 and bool(self.steps)
        if last is not None and (step + self._shift < last or is_uncounted):
            self.is_counted_on = self.is_counted_on or not is_uncounted
            self._shift = last + 1 - step
        self.steps.append(step + self._shift)
        self.times.append(scalar.time)
        self.values.append(scalar.value)

    def _drop_from(self, step: int) -> None:
        while self.steps and self.steps[-1] >= step:
            for column in (self.steps, self.times, self.values):
                column.pop()

    def points(self) -> Points:
        """All of them, POINT [n]."""
        points = np.empty(len(self.steps), POINT)
        points["step"], points["time"], points["value"] = self.steps, self.times, self.values
        return points


def curves_of_tags(files: Iterator[Iterator[Scalar]]) -> dict[str, TagCurve]:
    """The curve of each tag in files that follow one another."""
    found: dict[str, TagCurve] = {}
    for number, scalars in enumerate(files):
        for scalar in scalars:
            curve = found.get(scalar.tag)
            if curve is None:
                curve = found[scalar.tag] = TagCurve()
            curve.add(scalar, number)
    return found
