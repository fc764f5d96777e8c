"""One horizontal axis for several plots: what lies along it, which part is shown, where the mouse is."""

from enum import StrEnum

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from gui.plots.series_buffer import Floats, SeriesBuffer

_FULL = 0.9
"""Where a frame is full and the next, twice as wide, begins."""


class Along(StrEnum):
    """What lies along the axis."""

    STEP = "step"
    EPOCH = "epoch"
    RELATIVE = "relative"
    """Seconds since the start."""
    WALL = "wall"
    """Unix time, shown as the clock's."""


class SharedAxis(QObject):
    """Follows the newest point until a person zooms or pans; then all plots stay where they put one."""

    changed = Signal()
    """Plots have to be drawn anew."""
    hovered = Signal(object)
    """x under the mouse in one of the plots; None where it is in none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.along = Along.STEP
        self._steps_per_epoch = 1
        self._total_steps: int | None = None
        self._is_live = True
        self._held: tuple[float, float] | None = None
        self._first: tuple[float, float] | None = None
        self._last = (0.0, 0.0)
        self._origin: float | None = None

    def set_along(self, along: Along) -> None:
        """Choose what lies along the axis; all of it is shown again."""
        self.along = along
        self._held = None
        self.changed.emit()

    def set_plan(self, *, steps_per_epoch: int, total_steps: int | None) -> None:
        """How long an epoch and the whole run are, in steps; None where the end is not known."""
        self._steps_per_epoch, self._total_steps = max(1, steps_per_epoch), total_steps
        self.changed.emit()

    def set_live(self, is_live: bool) -> None:
        """Whether points will come: then there is room for them."""
        if is_live != self._is_live:
            self._is_live = is_live
            self.changed.emit()

    def set_origin(self, time: float) -> None:
        """Unix time (s) from which relative time counts; without one, that of the earliest point."""
        self._origin = time
        self.changed.emit()

    def note(self, points: SeriesBuffer) -> None:
        """A curve has grown."""
        first = float(points.steps[0]), float(points.times[0])
        last = float(points.steps[-1]), float(points.times[-1])
        self._first = first if self._first is None else (min(self._first[0], first[0]), min(self._first[1], first[1]))
        self._last = max(self._last[0], last[0]), max(self._last[1], last[1])

    def clear(self) -> None:
        """There are no points any more."""
        self._first, self._last, self._origin = None, (0.0, 0.0), None

    @property
    def follows(self) -> bool:
        """Whether everything there is is shown, as it comes."""
        return self._held is None

    @property
    def now(self) -> float | None:
        """x of the newest point while points come; None before the first and after the end."""
        if self._first is None or not self._is_live:
            return None
        offset, scale = self._transform()
        return (self._last[self._index] - offset) * scale

    @Slot()
    def follow(self) -> None:
        """Show everything there is, and go on doing so."""
        self._held = None
        self.changed.emit()

    def hold(self, low: float, high: float) -> None:
        """Show this part and stay there."""
        if (low, high) != self._held:
            self._held = (low, high)
            self.changed.emit()

    def hover(self, x: float | None) -> None:
        """The mouse is here."""
        self.hovered.emit(x)

    def base_of(self, points: SeriesBuffer) -> Floats:
        """Steps or times of points, before they are shifted and scaled to x."""
        return points.times if self._index else points.steps

    def x_of(self, base: Floats) -> Floats:
        """x of steps or times."""
        offset, scale = self._transform()
        if offset == 0 and scale == 1:
            return base
        return np.asarray((base - offset) * scale, np.float64)

    def to_base(self, x: float) -> float:
        """The step or time at an x."""
        offset, scale = self._transform()
        return x / scale + offset

    def span(self) -> tuple[float, float]:
        """Left and right edge, as x."""
        if self._held is not None:
            return self._held
        offset, scale = self._transform()
        first = 0.0 if self._index == 0 else (self._first or (0.0, 0.0))[1]
        last = self._last[self._index]
        if self._index == 0 and self._is_live and self._total_steps:
            last = _frame(last, float(self._total_steps))
        low, high = (first - offset) * scale, (last - offset) * scale
        return (low, high) if high > low else (low, low + 1.0)

    @property
    def _index(self) -> int:
        return 1 if self.along in (Along.RELATIVE, Along.WALL) else 0

    def _transform(self) -> tuple[float, float]:
        match self.along:
            case Along.EPOCH:
                return 0.0, 1.0 / self._steps_per_epoch
            case Along.RELATIVE:
                return self._origin or (self._first or (0.0, 0.0))[1], 1.0
            case _:
                return 0.0, 1.0


def _frame(now: float, total: float) -> float:
    """The end of the axis: the whole run, halved while what there is fills less than half of it."""
    end = total
    while now < _FULL * end / 2 and end > 2:
        end /= 2
    return max(end, now)
