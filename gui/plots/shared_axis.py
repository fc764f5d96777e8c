"""The horizontal axis that several plots have in common: one range, one pace, one meaning."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.plots.decimate import visible_slice
from gui.plots.frame import LEFT, Extent
from gui.plots.series_buffer import Floats, SeriesBuffer

REDRAW_MS = 66
"""The least between two rounds. Points of a run come about as often, and are drawn as they come."""
_PACE_MS = 7
"""Between two plots of one round."""
_MARGIN = 0.01
_AHEAD = 0.02
"""Room for points to come, as a share of what there is: until it is used up, axes and ground stay."""
_LEAST_SHARE = 1e-12
AXES = ("step", "epoch", "relative", "wall")


@dataclass(slots=True)
class _Plot:
    """A plot, and whether it has to be drawn."""

    extent: Callable[[], Extent | None]
    draw: Callable[[], bool]
    every: int
    is_stale: bool = True
    due: float = 0.0
    """Not drawn before that; of the monotonic clock, s."""


class SharedAxis(QObject):
    """Says when to draw, at most twenty times a second and only what changed, and from where to where."""

    kind_changed = Signal()
    pointed = Signal(object)
    """The place that a person points at in one of the plots, or None."""

    def __init__(self, parent: QObject | None = None, *, by: str = "step", span: float | None = None) -> None:
        """Builds it.

        Args:
            parent: Its owner.
            by: What lies along it: `step`, `epoch`, `relative` (s since the start) or `wall` (Unix time, s).
            span: How much of it is shown, up to the newest point; None: everything.
        """
        super().__init__(parent)
        self.by, self.steps_per_epoch = by, 1
        self.start_time: float | None = None
        """What `relative` counts from, Unix time in s; None before there is a point."""
        self._span = span
        self._plots: list[_Plot] = []
        self._waiting: list[_Plot] = []
        """Those of the round under way that still have to be drawn."""
        self._round_due = 0.0
        self._range: Extent = (0.0, 1.0)
        self._fitted: Extent | None = None
        """What the range was made to show, where it is to show everything."""
        self._margins: dict[object, int] = {}
        self._edges: tuple[Floats, Floats] = np.empty(0), np.empty(0)
        self._edges_of: object = None
        """The last columns of pixels, which all curves of a plot have in common, and of what they were."""
        self._follows = True
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._begin_round)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.draw_now)
        self._pace = QTimer(self)
        self._pace.setInterval(_PACE_MS)
        self._pace.timeout.connect(self._draw_next)

    def join(self, extent: Callable[[], Extent | None], draw: Callable[[], bool], *, every: int = 1) -> None:
        """One more plot.

        Args:
            extent: Says from where to where it has points (None: nowhere).
            draw: Draws what is in view, and says whether anybody sees it.
            every: How many rounds apart it is drawn: 4 for a fifth of a second.
        """
        self._plots.append(_Plot(extent, draw, every))

    @property
    def range(self) -> Extent:
        """Left and right edge."""
        return self._range

    @property
    def follows(self) -> bool:
        """Whether the newest points are always in view."""
        return self._follows

    @property
    def left_margin(self) -> int:
        """Left of all plots, in pixels, so that those above each other have their points above each other."""
        return max(self._margins.values(), default=LEFT)

    def ask_margin(self, plot: object, pixels: int) -> None:
        """A plot needs so much room for its left axis."""
        before = self.left_margin
        self._margins[plot] = pixels
        if self.left_margin != before:
            self._make_due()
            self.touch()

    def column(self, points: SeriesBuffer) -> Floats:
        """What decides where points lie along it, as it is kept: their steps or their times, float64 [n]."""
        return points.steps if self.by in ("step", "epoch") else points.times

    def places(self, column: Floats) -> Floats:
        """Where points lie along it, float64 [n].

        Args:
            column: What `column` gives for them, or a part of it: only that much is worked on.
        """
        zero, unit = self._scale()
        return column if (zero, unit) == (0.0, 1) else (column - zero) / unit

    def in_column(self, place: float) -> float:
        """What stands in the column of a point that lies at a place."""
        zero, unit = self._scale()
        return place * unit + zero

    def edges(self, num_pixels: int, width: int = 1) -> tuple[Floats, Floats]:
        """The edges of narrow columns, from the left edge on until they reach the right one, float64 [n].

        Args:
            num_pixels: From the left edge to the right one, in pixels of the screen.
            width: Of a column, in pixels of the screen.

        Returns:
            As places along it, and as they stand in the column of a point.
        """
        wanted = (self._range, num_pixels, width, self._scale())
        if self._edges_of != wanted:
            low, high = self._range
            columns = np.arange(-(-num_pixels // width) + 1, dtype=np.float64)
            places: Floats = low + columns * (width * (high - low) / num_pixels)
            zero, unit = self._scale()
            self._edges_of, self._edges = wanted, (places, places * unit + zero)
        return self._edges

    def in_view(self, points: SeriesBuffer) -> slice:
        """The points between the edges, and one more on each side so that the line goes on to the edge."""
        low, high = self._range
        return visible_slice(self.column(points), self.in_column(low), self.in_column(high))

    def _scale(self) -> tuple[float, int]:
        """What stands in the column at place 0, and how much of it is 1 along the axis."""
        match self.by:
            case "epoch":
                return 0.0, self.steps_per_epoch
            case "relative":
                return self.start_time or 0.0, 1
            case _:
                return 0.0, 1

    def set_kind(self, by: str) -> None:
        """What lies along it; shows everything anew."""
        self.by = by
        self.kind_changed.emit()
        self.follow()

    def set_span(self, span: float) -> None:
        """How much is shown, up to the newest point."""
        self._span = span
        self.follow()

    def show(self, low: float, high: float) -> None:
        """A person zoomed or panned: stay there."""
        if not high - low > max(abs(low), abs(high)) * _LEAST_SHARE:
            return  # so near that two pixels would be one number
        self._follows = False
        self._range = (low, high)
        self.hurry()

    def hurry(self) -> None:
        """A person changed something: draw as soon as what they did before now is known."""
        self.touch()
        self._soon.start(0)

    @Slot()
    def follow(self) -> None:
        """Show the newest, and go on doing so."""
        self._follows, self._fitted = True, None
        self.hurry()

    def touch(self) -> None:
        """Something changed: draw soon; after a rest, at once."""
        for plot in self._plots:
            plot.is_stale = True
        self._ask_turn()

    def _make_due(self) -> None:
        """All plots take part in the next round."""
        for plot in self._plots:
            plot.due = 0.0

    def _ask_turn(self) -> None:
        """Wait for the next round, where one is needed and none is under way."""
        due = [plot.due for plot in self._plots if plot.is_stale]
        if self._waiting or not due:
            return
        left = max(0, round(1000 * (max(self._round_due, min(due)) - monotonic())))
        if not self._turn.isActive() or self._turn.remainingTime() > left:
            self._turn.start(left)

    @Slot()
    def draw_now(self) -> None:
        """Draw all plots at once, where there is anything new; else rest."""
        self._waiting = []
        self._make_due()
        self._begin_round()
        while self._waiting:
            self._draw_next()

    @Slot()
    def _begin_round(self) -> None:
        if self._waiting:
            return
        now = monotonic()
        self._waiting = [plot for plot in self._plots if plot.is_stale and plot.due <= now]
        if not self._waiting:
            self._ask_turn()
            return
        self._turn.stop()
        self._round_due = now + REDRAW_MS / 1000
        if self._follows:
            self._range = self._everything()
        self._pace.start()
        self._draw_next()

    @Slot()
    def _draw_next(self) -> None:
        """One plot that is seen: between two of them the window can answer."""
        is_drawn = False
        while self._waiting and not is_drawn:
            plot = self._waiting.pop(0)
            plot.is_stale = False
            plot.due = monotonic() + (plot.every - 0.5) * REDRAW_MS / 1000
            is_drawn = plot.draw()
        if not self._waiting:
            self._pace.stop()
            self._ask_turn()

    def _everything(self) -> Extent:
        found = [extent for plot in self._plots if (extent := plot.extent()) is not None]
        if not found:
            return self._range
        low, high = min(low for low, _ in found), max(high for _, high in found)
        if self._span is not None:
            return high - self._span, high
        return self._fitting(low, high)

    def _fitting(self, low: float, high: float) -> Extent:
        """Shows everything: the last range where it still does, one with room where points come in."""
        margin = _MARGIN * (high - low) or 0.5
        before, self._fitted = self._fitted, (low, high)
        if before is None or before[0] != low or before[1] > high:
            return low - margin, high + margin
        if high + margin <= self._range[1]:
            return self._range
        return low - margin, high + margin + _AHEAD * (high - low)
