"""Curves that grow: one plot, several series."""

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.plots.curve import Curve
from gui.plots.export import save_csv, save_png, save_svg
from gui.plots.library import pg
from gui.plots.plot_area import PlotArea
from gui.plots.series_buffer import Floats, SeriesBuffer
from gui.plots.shared_axis import Extent, SharedAxis
from gui.theme import ThemeKeeper

_OUTLIER_PERCENTILES = (1.0, 99.0)
_MARGIN = 9.0
"""Above and below the curves, in pixels: half the label of a tick."""
_LEAST_PIXELS = 50
_BOLDER = 1.15
"""How much wider bold figures are, at most."""


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
        self._log, self._no_outliers, self._fits = False, False, True
        self._cross_x: float | None = None
        self.setAccessibleName(title)
        self._lay_out(title)
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        self._cross.hide()
        self._box.addItem(self._cross, ignoreBounds=True)
        self._connect(every)
        self._dress()

    def _lay_out(self, title: str) -> None:
        self._heading = QLabel(title, self)
        self._heading.setProperty("role", "section")
        self._readout = QLabel(self)
        self._readout.setTextFormat(Qt.TextFormat.RichText)
        self._readout.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._area = PlotArea(self)
        self._box = self._area.view
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
        self._axis.kind_changed.connect(self._renew_axis)
        self._box.ranged.connect(self._axis.show)
        self._box.stretched.connect(self._hold_height)
        self._box.reset.connect(self.follow)
        self._area.scene().sigMouseMoved.connect(self._point)
        self._keeper.changed.connect(self._dress)
        self._area.use_clock(on=self._axis.by == "wall")

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
        self._curves[key] = Curve(self._box, label, colour, points, dashed=dashed)

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
        self._log = on
        self._area.left.setLogMode(on)
        self._fits = True
        self._axis.touch()

    def set_smoothing(self, weight: float) -> None:
        """Smooth by this weight, from 0 to below 1; the raw curve stays, faint."""
        for curve in self._curves.values():
            curve.set_smoothing(weight)
        self._axis.touch()

    def set_ignore_outliers(self, on: bool) -> None:
        """Fit the height to all but the most extreme values."""
        self._no_outliers = on
        self._axis.touch()

    @Slot()
    def follow(self) -> None:
        """Show everything there is, and go on doing so."""
        self._fits = True
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
        (left, right), (low, high) = self._box.viewRange()
        return (left, right), (low, high)

    def export(self, path: Path) -> None:
        """Save it as a picture, a drawing or its points, by the ending of the name. Raises OSError."""
        match path.suffix.lower():
            case ".csv":
                save_csv(((key, curve.points) for key, curve in self._curves.items()), path)
            case ".svg":
                save_svg(self, path, self.accessibleName())
            case _:
                save_png(self, path)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        self._axis.touch()

    def _draw(self) -> bool:
        if not self.isVisible():
            return False
        pixels = max(_LEAST_PIXELS, self._area.num_pixels())
        shown = [
            curve.draw(self._axis, log=self._log, pixels=pixels)
            for curve in self._curves.values()
            if len(curve.points) or curve.points.generation
        ]
        self._box.show_range(*self._axis.range)
        if self._fits:
            self._fit(np.concatenate(shown) if shown else np.empty(0))
        self._show_values()
        self.redrawn.emit()
        return True

    def _fit(self, values: Floats) -> None:
        """Give the curves in view all the height."""
        values = values[np.isfinite(values)]
        if len(values) and self._no_outliers:
            low, high = np.percentile(values, _OUTLIER_PERCENTILES)
        elif len(values):
            low, high = values.min(), values.max()
        else:
            low, high = 0.0, 0.0
        if not self._log:
            low, high = min((low, *self._always)), max((high, *self._always))
        height = (high - low) or abs(high) * 0.1 or 1.0
        margin = height * _MARGIN / max(_MARGIN, self._box.height() - 2 * _MARGIN)
        self._box.show_height(float(low - margin), float(high + margin))

    def _show_values(self) -> None:
        """The newest values, or those under the mouse."""
        x = self._cross_x
        values = [
            (curve, float(curve.points.values[-1]) if x is None else curve.value_at(self._axis, x))
            for curve in self._curves.values()
            if len(curve.points)
        ]
        plain = "   ".join(f"● {curve.label} {value:.4g}{self._unit}" for curve, value in values)
        named = self._readout.fontMetrics().horizontalAdvance(plain) * _BOLDER < self._readout.width()
        words = [self._words(curve, value, named=named) for curve, value in values]
        nothing = f'<span style="color:{self._keeper.theme.muted}">{self._empty}</span>'
        self._readout.setText("&nbsp;&nbsp; ".join(words) or nothing)

    def _words(self, curve: Curve, value: float, *, named: bool) -> str:
        name = f'<span style="color:{self._keeper.theme.muted}">{curve.label}</span> ' if named else ""
        dot = f'<span style="color:{curve.colour}">●</span>'
        return f"{dot} {name}<b>{value:.4g}</b>{self._unit}"

    @Slot(object)
    def _point(self, position: Any) -> None:
        """Show the values under the mouse."""
        inside = self._box.sceneBoundingRect().contains(position)
        self._cross.setVisible(inside)
        self._cross_x = float(self._box.mapSceneToView(position).x()) if inside else None
        if self._cross_x is not None:
            self._cross.setPos(self._cross_x)
        self._show_values()

    @Slot()
    def _hold_height(self) -> None:
        self._fits = False

    @Slot()
    def _renew_axis(self) -> None:
        self._area.use_clock(on=self._axis.by == "wall")
        self._dress()

    @Slot()
    def _dress(self) -> None:
        self._area.dress(self._keeper.theme)
        self._cross.setPen(pg.mkPen(self._keeper.theme.muted))
        self._axis.touch()
