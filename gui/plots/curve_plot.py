"""Curves that grow: one plot, several series."""

from math import log10
from pathlib import Path

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.plots.cross import Cross, Mark
from gui.plots.curve import Curve
from gui.plots.export import save_csv, save_png, save_svg
from gui.plots.figure_words import reading_words
from gui.plots.frame import LEFT, Extent
from gui.plots.ground import Scales
from gui.plots.plot_area import PlotArea
from gui.plots.readout import Entry, Readout
from gui.plots.series_buffer import Floats, SeriesBuffer
from gui.plots.shared_axis import SharedAxis
from gui.theme import ThemeKeeper

_OUTLIER_PERCENTILES = (1.0, 99.0)
_MARGIN = 9.0
"""Above and below the curves, in pixels: half the label of a tick."""


class CurvePlot(QWidget):
    """A title, a legend with the newest values or those under the mouse, and the curves."""

    redrawn = Signal()
    """The lines hold all points that have come; the next paint shows them."""

    def __init__(
        self,
        keeper: ThemeKeeper,
        title: str,
        axis: SharedAxis,
        parent: QWidget | None = None,
        *,
        unit: str = "",
        always: tuple[float, ...] = (),
        empty: str = "",
        every: int = 1,
    ) -> None:
        """Builds it, empty.

        Args:
            keeper: The theme.
            title: Above the plot.
            axis: What lies along it, shared with other plots.
            parent: Its owner.
            unit: Behind a value, for instance `%`.
            always: Values that are in view whatever the curves do, for instance 0 and 100.
            empty: Said in place of the values as long as there are none.
            every: In which rounds of drawing it takes part, see SharedAxis.
        """
        super().__init__(parent)
        self._keeper, self._unit, self._axis = keeper, unit, axis
        self._always, self._empty = always, empty
        self._curves: dict[str, Curve] = {}
        self._log, self._no_outliers = False, False
        self._range: Extent = (0.0, 1.0)
        self._height: Extent = (0.0, 1.0)
        self._chosen: Extent | None = None
        """The height that a person chose; None: as the curves need it."""
        self._pointed: float | None = None
        self.setAccessibleName(title)
        self._lay_out(title)
        self._connect(every)
        self._set_scales()
        self._fill_exports()

    def _lay_out(self, title: str) -> None:
        self._heading = QLabel(title, self)
        self._heading.setProperty("role", "section")
        self._readout = Readout(self._keeper, self)
        self._area = PlotArea(self._keeper.theme, self)
        self._area.setObjectName("plot-area")
        self._area.setAccessibleName(title)
        self._head = QHBoxLayout()
        self._head.addWidget(self._heading)
        self._head.addWidget(self._readout, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self._head)
        layout.addWidget(self._area, 1)

    def _connect(self, every: int) -> None:
        self._axis.join(self.extent, self._draw, every=every)
        self._axis.kind_changed.connect(self._set_scales)
        self._axis.pointed.connect(self._point)
        self._area.ranged.connect(self._axis.show)
        self._area.stretched.connect(self._hold_height)
        self._area.reset.connect(self.follow)
        self._area.pointed.connect(self._axis.pointed)
        self._keeper.changed.connect(self._dress)

    @property
    def axis(self) -> SharedAxis:
        """What lies along it."""
        return self._axis

    @property
    def area(self) -> PlotArea:
        """The axes and what is between them."""
        return self._area

    def put_in_head(self, widget: QWidget) -> None:
        """A widget that stands in the place of the title, which it tells itself."""
        self._heading.hide()
        self._head.insertWidget(0, widget)

    def add_curve(
        self, key: str, label: str, colour: str, points: SeriesBuffer, *, dashed: bool = False
    ) -> None:
        """Show points as a curve. Whoever adds to them then touches the axis.

        Args:
            key: Its name here.
            label: Its name in the legend.
            colour: `#rrggbb`.
            points: What it shows.
            dashed: The second cue, where colours come again.
        """
        self._curves[key] = Curve(label, colour, points, dashed=dashed)

    @property
    def is_empty(self) -> bool:
        """Whether no curve has a point."""
        return not any(len(curve.points) for curve in self._curves.values())

    def extent(self) -> Extent | None:
        """From where to where there are points."""
        found = [extent for curve in self._curves.values() if (extent := curve.extent(self._axis))]
        return (min(low for low, _ in found), max(high for _, high in found)) if found else None

    def set_log(self, on: bool) -> None:
        """Logarithmic values; those not above zero are gaps."""
        self._log, self._chosen = on, None
        self._set_scales()

    def set_smoothing(self, weight: float) -> None:
        """Smooth by this weight, from 0 to below 1; the raw curve stays, faint."""
        for curve in self._curves.values():
            curve.set_smoothing(weight)
        self._axis.hurry()

    def set_ignore_outliers(self, on: bool) -> None:
        """Fit the height to all but the most extreme values."""
        self._no_outliers = on
        self._axis.hurry()

    @Slot()
    def follow(self) -> None:
        """Show everything there is, and go on doing so."""
        self._chosen, self._area.holds_height = None, False
        self._axis.follow()

    def curve_data(self, key: str) -> tuple[Floats, Floats]:
        """The points of a curve as x and y, all of them, as numbers (not their logarithm)."""
        points = self._curves[key].points
        return self._axis.places(self._axis.column(points)), points.values

    def points(self, key: str) -> SeriesBuffer:
        """The points of a curve, growing."""
        return self._curves[key].points

    def drawn(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """What is in view: left and right edge, lower and upper edge (logarithms on a log scale)."""
        return self._range, self._height

    def export(self, path: Path) -> None:
        """Save it as a picture, a drawing or its points, by the ending of the name. Raises OSError."""
        match path.suffix.lower():
            case ".csv":
                save_csv(((key, curve.points) for key, curve in self._curves.items()), path)
            case ".svg":
                save_svg(self, path, self.accessibleName())
            case _:
                save_png(self, path)

    def seen(self, key: str) -> Curve:
        """A curve, and what can be seen of it."""
        return self._curves[key]

    def readout(self) -> str:
        """What is said of the newest values, or of those that are pointed at."""
        return self._readout.words()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        self._axis.touch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width shows other points."""
        super().resizeEvent(event)
        self._axis.hurry()

    def _draw(self) -> bool:
        if not self.isVisible():
            self._axis.ask_margin(self, LEFT)
            return False
        shown = [curve for curve in self._curves.values() if len(curve.points)]
        for curve in shown:
            curve.reduce(
                self._axis,
                log=self._log,
                num_pixels=self._area.num_columns(),
                width=self._area.column_width(len(shown)),
            )
        self._range = self._axis.range
        self._height = self._fitting(shown) if self._chosen is None else self._chosen
        self._axis.ask_margin(self, self._area.wanted_margin(self._height))
        self._area.show_curves(shown, self._range, self._height, self._axis.left_margin)
        self._show_values()
        self.redrawn.emit()
        return True

    def _fitting(self, shown: list[Curve]) -> Extent:
        """The height that shows all of the curves in view."""
        low, high = self._extremes(shown)
        if not self._log:
            low, high = min((low, *self._always)), max((high, *self._always))
        if low > high:
            low = high = 0.0
        height = (high - low) or abs(high) * 0.1 or 1.0
        margin = height * _MARGIN / max(_MARGIN, self._area.height_between() - 2 * _MARGIN)
        return float(low - margin), float(high + margin)

    def _extremes(self, shown: list[Curve]) -> Extent:
        """Least and greatest value in view; inf and -inf where there is none."""
        if not self._no_outliers:
            each = [curve.extremes for curve in shown]
            return min((low for low, _ in each), default=np.inf), max(
                (high for _, high in each), default=-np.inf
            )
        values = np.concatenate([np.empty(0), *(curve.spread(self._axis) for curve in shown)])
        values = values[np.isfinite(values)]
        if not len(values):
            return np.inf, -np.inf
        low, high = np.percentile(values, _OUTLIER_PERCENTILES)
        return float(low), float(high)

    def _show_values(self) -> None:
        """The newest values, or those that are pointed at."""
        place, entries, marks = self._pointed, [], []
        for curve in self._curves.values():
            if not len(curve.points):
                continue
            if place is None:
                value = float(curve.points.values[-1])
            else:
                at, value = curve.nearest(self._axis, place)
                marks.append(Mark(curve.colour, at, self._scaled(value)))
            entries.append(Entry(curve.colour, curve.label, reading_words(value), self._unit))
        self._readout.set_entries(tuple(entries), self._empty, at_once=place is not None)
        self._area.point_at(Cross(place, tuple(marks)))
        if self._area.hasFocus():
            self._area.setAccessibleDescription(self._readout.words())

    def _scaled(self, value: float) -> float:
        """A value as it is drawn."""
        if not self._log:
            return value
        return log10(value) if value > 0 else float("nan")

    @Slot(object)
    def _point(self, place: float | None) -> None:
        """Show the values at a place."""
        if place != self._pointed and self.isVisible():
            self._pointed = place
            self._show_values()

    @Slot(float, float)
    def _hold_height(self, low: float, high: float) -> None:
        if high > low:
            self._chosen, self._area.holds_height = (low, high), True
            self._axis.hurry()

    @Slot()
    def _set_scales(self) -> None:
        by = self._axis.by
        self._area.set_scales(Scales(log=self._log, clock=by == "wall", whole=by == "step"))
        self._axis.hurry()

    @Slot()
    def _dress(self) -> None:
        self._area.dress(self._keeper.theme)
        self._fill_exports()

    def _fill_exports(self) -> None:
        """A saved picture has the colour of a card around its curves, as the window has."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(self._keeper.theme.card))
        self.setPalette(palette)
