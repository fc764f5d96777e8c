"""The curves of many runs over each other, as lines or, where they are too many, as a density."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, log10
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.plots.cross import Cross, Mark
from gui.plots.density import Density
from gui.plots.drawn import Band
from gui.plots.export import save_png, save_svg
from gui.plots.frame import LEFT, Extent
from gui.plots.ground import Scales
from gui.plots.overlay import OverlayCurve, columns_of, edges_of, trace_of
from gui.plots.plot_area import PlotArea
from gui.plots.pyramid import scaled
from gui.plots.series_buffer import Floats
from gui.plots.trace import Line, Trace
from gui.theme import ThemeKeeper

MOST_LINES = 64
"""More curves than that no eye tells apart: they become a density."""
_DENSE_WIDTH = 2
_REDRAW_MS = 50
_SETTLE_MS = 120
"""A view that a person is still changing is not looked at closely."""
_MARGIN_SHARE, _MARGIN_PIXELS = 0.01, 9.0


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    colour: str
    dashed: bool
    line: Trace
    raw: Trace
    is_smoothed: bool


@dataclass(frozen=True, slots=True, eq=False)
class GroupLine:
    """The mean of a group and the band around it, as values (not their logarithms)."""

    key: str
    colour: str
    dashed: bool
    places: Floats
    mean: Floats
    low: Floats
    high: Floats


class OverlayPlot(QWidget):
    """Shows curves that its owner keeps; says what a person points at and what is seen too coarsely."""

    pointed = Signal(object)
    """The place under the mouse (its logarithm on a log axis), or None."""
    settled = Signal()
    """The view has not changed for a moment."""

    def __init__(self, keeper: ThemeKeeper, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._curves: Sequence[OverlayCurve] = ()
        self._raised: frozenset[str] = frozenset()
        self._groups: Sequence[GroupLine] = ()
        self._scales = Scales()
        self._view: Extent = (0.0, 1.0)
        self._height: Extent = (0.0, 1.0)
        self._follows, self._holds = True, False
        self._place: float | None = None
        self._area = PlotArea(keeper.theme, self)
        self._area.setObjectName("plot-area")
        self._area.setAccessibleName(title)
        self.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        self._redraw, self._settle = QTimer(self), QTimer(self)
        for timer, slot in ((self._redraw, self.draw_now), (self._settle, self.settled)):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)
        self._area.ranged.connect(self.look)
        self._area.stretched.connect(self._hold_height)
        self._area.reset.connect(self.follow)
        self._area.pointed.connect(self._point)
        keeper.changed.connect(self._dress)

    @property
    def area(self) -> PlotArea:
        """The axes and what is between them."""
        return self._area

    @property
    def view(self) -> Extent:
        """Left and right edge."""
        return self._view

    @property
    def height_shown(self) -> Extent:
        """Lower and upper edge (logarithms on a log scale)."""
        return self._height

    @property
    def is_dense(self) -> bool:
        """Whether curves are shown as a density."""
        return len(self._curves) > MOST_LINES

    def set_scales(self, scales: Scales) -> None:
        """What kind of axes it has; shows everything anew."""
        self._scales = scales
        self._area.set_scales(scales)
        self.follow()

    def set_curves(self, curves: Sequence[OverlayCurve], raised: frozenset[str] = frozenset()) -> None:
        """What is shown from now on.

        Args:
            curves: Their places as logarithms on a log axis.
            raised: Keys of those that lie above a density.
        """
        self._curves, self._raised = curves, raised
        self._touch()

    def set_groups(self, groups: Sequence[GroupLine]) -> None:
        """Means and bands; where there are any, the curves lie faint under them."""
        self._groups = groups
        self._touch()

    def extent(self) -> Extent:
        """From where to where there are points."""
        found = [extent for curve in self._curves if (extent := curve.raw.extent()) is not None]
        if not found:
            return self._view
        low, high = min(first for first, _ in found), max(last for _, last in found)
        margin = _MARGIN_SHARE * (high - low) or 0.5
        return low - margin, high + margin

    @Slot()
    def follow(self) -> None:
        """Show everything there is, and go on doing so."""
        self._follows, self._holds, self._area.holds_height = True, False, False
        self._touch(at_once=True)

    @Slot(float, float)
    def look(self, low: float, high: float) -> None:
        """A person zoomed or panned: stay there."""
        if high - low > max(abs(low), abs(high)) * 1e-12:
            self._follows, self._view = False, (low, high)
            self._touch(at_once=True)

    def num_columns(self) -> int:
        """Width of the area between the axes in pixels of the screen."""
        return self._area.num_columns()

    def export(self, path: Path) -> None:
        """Save it as a picture or a drawing, by the ending of the name. Raises OSError."""
        if path.suffix.lower() == ".svg":
            save_svg(self, path, self.accessibleName())
        else:
            save_png(self, path)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        self._touch(at_once=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width shows other points."""
        super().resizeEvent(event)
        self._touch(at_once=True)

    @Slot()
    def draw_now(self) -> None:
        """Reduce everything to what can be seen; the next paint shows it."""
        self._redraw.stop()
        if not self.isVisible():
            return
        if self._follows:
            self._view = self.extent()
        width = _DENSE_WIDTH if self.is_dense else self._area.column_width(len(self._curves))
        edges = edges_of(self._view, self._area.num_columns(), width)
        seen = [self._seen(curve, edges, width) for curve in self._lines()]
        heights = [each.extremes for line in seen for each in (line.line, line.raw)]
        underlays: list[Density | Band] = []
        if self.is_dense:
            raws = [curve.raw for curve in self._curves]
            lows, highs = columns_of(raws, edges, log=self._scales.log)
            underlays.append(Density(lows, highs, width))
            heights.append((float(np.fmin.reduce(lows, axis=None)), float(np.fmax.reduce(highs, axis=None))))
        for group in self._groups:
            low, high = (scaled(each, log=self._scales.log) for each in (group.low, group.high))
            underlays.append(Band(group.colour, group.places, low, high))
            line = Line(group.places, scaled(group.mean, log=self._scales.log))
            seen.append(_Seen(group.colour, group.dashed, line, _NOTHING, is_smoothed=False))
            heights.append(line.extremes)
        if not self._holds:
            self._height = self._fitting(heights)
        margin = max(LEFT, self._area.wanted_margin(self._height))
        self._area.show_curves(seen, self._view, self._height, margin, underlays)
        self._show_cross()
        self._settle.start(_SETTLE_MS)

    def _lines(self) -> list[OverlayCurve]:
        """The curves that are drawn each for itself, from below."""
        if self.is_dense:
            return [curve for curve in self._curves if curve.key in self._raised]
        return sorted(self._curves, key=lambda curve: curve.key in self._raised)

    def _seen(self, curve: OverlayCurve, edges: Floats, width: int) -> _Seen:
        log = self._scales.log
        raw = trace_of(curve.seen(self._view), edges, width, log=log)
        if self._groups:  # members of a group are but a hint of where it comes from
            return _Seen(curve.colour, curve.dashed, _NOTHING, raw, is_smoothed=True)
        if curve.smooth is None:
            return _Seen(curve.colour, curve.dashed, raw, _NOTHING, is_smoothed=False)
        line = trace_of(curve.smooth, edges, width, log=log)
        return _Seen(curve.colour, curve.dashed, line, raw, is_smoothed=True)

    def _fitting(self, heights: Sequence[Extent]) -> Extent:
        low = min((low for low, _ in heights if isfinite(low)), default=0.0)
        high = max((high for _, high in heights if isfinite(high)), default=low)
        height = (high - low) or abs(high) * 0.1 or 1.0
        room = max(_MARGIN_PIXELS, self._area.height_between() - 2 * _MARGIN_PIXELS)
        margin = height * _MARGIN_PIXELS / room
        return low - margin, high + margin

    def _show_cross(self) -> None:
        marks = []
        if self._place is not None and not self._groups:
            for curve in self._lines():
                at, value = curve.nearest(self._place)
                if self._scales.log:
                    value = log10(value) if value > 0 else float("nan")
                marks.append(Mark(curve.colour, at, value))
        self._area.point_at(Cross(self._place, tuple(marks)))

    def _touch(self, *, at_once: bool = False) -> None:
        if at_once:
            self._redraw.start(0)
        elif not self._redraw.isActive():
            self._redraw.start(_REDRAW_MS)

    @Slot(object)
    def _point(self, place: float | None) -> None:
        if place != self._place:
            self._place = place
            self._show_cross()
            self.pointed.emit(place)

    @Slot(float, float)
    def _hold_height(self, low: float, high: float) -> None:
        if high > low:
            self._holds, self._area.holds_height = True, True
            self._height = (low, high)
            self._touch(at_once=True)

    @Slot()
    def _dress(self) -> None:
        self._area.dress(self._keeper.theme)
        self._touch()


_NOTHING = Line(np.empty(0), np.empty(0))
