"""Curves that grow: one plot, several series."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.plots.series_buffer import Floats, SeriesBuffer, decimate, smooth
from gui.plots.themed import curve_pen, dress
from gui.theme import ThemeKeeper

REDRAW_MS = 50
_OUTLIER_PERCENTILES = (1.0, 99.0)


@dataclass(slots=True)
class _Curve:
    label: str
    colour: str
    dashed: bool
    line: Any
    raw: Any
    points: SeriesBuffer = field(default_factory=SeriesBuffer)


class CurvePlot(QWidget):
    """Draws at most twenty times a second, and only what changed."""

    x_range_changed = Signal(float, float)

    def __init__(
        self, keeper: ThemeKeeper, title: str, parent: QWidget | None = None, *, unit: str = ""
    ) -> None:
        """Builds it, empty.

        Args:
            keeper: The theme.
            title: Above the plot.
            parent: Its owner.
            unit: Behind a value, for instance `%`.
        """
        super().__init__(parent)
        self._keeper, self._unit = keeper, unit
        self._curves: dict[str, _Curve] = {}
        self._by, self._steps_per_epoch, self._start = "step", 1, 0.0
        self._weight, self._log, self._no_outliers = 0.0, False, False
        self._is_stale = False
        self.setAccessibleName(title)
        self._title = QLabel(title, self)
        self._title.setProperty("role", "section")
        self._readout = QLabel(self)
        self._readout.setTextFormat(Qt.TextFormat.RichText)
        self._view = pg.PlotWidget(self, background=None)
        self._view.setMenuEnabled(False)
        self._view.hideButtons()
        self._view.getPlotItem().setContentsMargins(0, 4, 6, 0)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._readout)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._view, 1)
        self._add_cross()
        self._timer = QTimer(self)
        self._timer.setInterval(REDRAW_MS)
        self._timer.timeout.connect(self._redraw)
        self._view.getViewBox().sigRangeChangedManually.connect(self._leave_live)
        self._view.getViewBox().sigXRangeChanged.connect(self._tell_range)
        keeper.changed.connect(self._dress)
        self._follows = True
        self._dress()

    def _add_cross(self) -> None:
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        self._cross.hide()
        self._view.addItem(self._cross, ignoreBounds=True)
        self._view.scene().sigMouseMoved.connect(self._point)

    @property
    def view(self) -> Any:
        """The pyqtgraph widget, for linking axes."""
        return self._view

    def add_curve(self, key: str, label: str, colour: str, *, dashed: bool = False) -> None:
        """Announce a curve; its points come by `append`."""
        options: dict[str, Any] = {"connect": "finite", "skipFiniteCheck": False}
        raw = self._view.plot(pen=curve_pen(colour, faint=True), **options)
        line = self._view.plot(pen=curve_pen(colour, dashed=dashed), **options)
        self._curves[key] = _Curve(label, colour, dashed, line, raw)

    def has_curve(self, key: str) -> bool:
        """Whether a curve was announced."""
        return key in self._curves

    @property
    def is_empty(self) -> bool:
        """Whether no curve has a point."""
        return not any(len(curve.points) for curve in self._curves.values())

    def append(self, key: str, steps: NDArray[np.int64], times: Floats, values: Floats) -> None:
        """Add points to a curve."""
        self._curves[key].points.append(steps, times, values)
        self._touch()

    def clear_data(self) -> None:
        """Forget all points; the curves stay."""
        for curve in self._curves.values():
            curve.points.clear()
        self._touch()

    def set_x_axis(self, by: str, *, steps_per_epoch: int = 1, start_time: float = 0.0) -> None:
        """What lies along the axis: `step`, `epoch`, `relative` (s since start) or `wall` (local time)."""
        self._by, self._steps_per_epoch, self._start = by, max(1, steps_per_epoch), start_time
        axis = pg.DateAxisItem() if by == "wall" else pg.AxisItem("bottom")
        self._view.setAxisItems({"bottom": axis})
        self._dress()
        self.follow()
        self._touch()

    def set_log(self, on: bool) -> None:
        """Logarithmic values; those not above zero are gaps."""
        self._log = on
        self._view.setLogMode(y=on)
        self._touch()

    def set_smoothing(self, weight: float) -> None:
        """Smooth by this weight, from 0 to below 1; the raw curve stays, faint."""
        self._weight = weight
        self._touch()

    def set_ignore_outliers(self, on: bool) -> None:
        """Fit the axis to all but the most extreme values."""
        self._no_outliers = on
        self._touch()

    @property
    def follows(self) -> bool:
        """Whether it shows everything there is, as it comes."""
        return self._follows

    @Slot()
    def follow(self) -> None:
        """Show everything there is, and go on doing so."""
        self._follows = True
        self._view.enableAutoRange()
        self._touch()

    def curve_data(self, key: str) -> tuple[Floats, Floats]:
        """The points of a curve as x and y, all of them, as numbers (not their logarithm)."""
        curve = self._curves[key]
        return self._x_of(curve.points), curve.points.values

    def export_png(self, path: Path) -> None:
        """Save the plot as a picture. Raises OSError where that cannot be written."""
        if not self._view.grab().save(str(path), "PNG"):
            raise OSError(f"{path} cannot be written")

    def export_csv(self, path: Path) -> None:
        """Save all points: curve, step, Unix time, value. Raises OSError."""
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write("curve,step,time,value\n")
            for curve in self._curves.values():
                points = curve.points
                for step, when, value in zip(points.steps, points.times, points.values, strict=True):
                    file.write(f"{curve.label},{int(step)},{when:.6f},{value!r}\n")

    def _x_of(self, points: SeriesBuffer) -> Floats:
        match self._by:
            case "epoch":
                return points.steps / self._steps_per_epoch
            case "relative":
                return points.times - self._start
            case "wall":
                return points.times
            case _:
                return points.steps

    def _touch(self) -> None:
        self._is_stale = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def showEvent(self, event: Any) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        if self._is_stale:
            self._redraw()

    @Slot()
    def _redraw(self) -> None:
        if not self._is_stale:
            self._timer.stop()
            return
        self._is_stale = False
        pixels = max(50, self._view.width())
        shown: list[Floats] = []
        for curve in self._curves.values():
            x, y = self._x_of(curve.points), curve.points.values
            if self._log:
                y = np.where(y > 0, y, np.nan)
            curve.line.setData(*decimate(x, smooth(y, self._weight), pixels))
            curve.raw.setData(*(decimate(x, y, pixels) if self._weight else ([], [])))
            shown.append(y)
        if self._no_outliers and self._follows:
            self._fit(np.concatenate(shown) if shown else np.empty(0))
        self._show_latest()

    def _fit(self, values: Floats) -> None:
        values = values[np.isfinite(values)]
        if not len(values):
            return
        low, high = np.percentile(values, _OUTLIER_PERCENTILES)
        if self._log:
            low, high = np.log10(low), np.log10(high)
        self._view.setYRange(float(low), float(high) if high > low else float(low) + 1)

    def _show_latest(self) -> None:
        self._readout.setText(
            "&nbsp;&nbsp;".join(
                self._words(curve, float(curve.points.values[-1]))
                for curve in self._curves.values()
                if len(curve.points)
            )
        )

    def _words(self, curve: _Curve, value: float) -> str:
        muted = self._keeper.theme.muted
        return (
            f'<span style="color:{curve.colour}">●</span> <span style="color:{muted}">{curve.label}</span> '
            f"<b>{value:.4g}</b>{self._unit}"
        )

    @Slot(object)
    def _point(self, position: Any) -> None:
        """Show the values under the mouse."""
        box = self._view.getViewBox()
        inside = box.sceneBoundingRect().contains(position)
        self._cross.setVisible(inside)
        if not inside:
            self._show_latest()
            return
        x = box.mapSceneToView(position).x()
        self._cross.setPos(x)
        words = []
        for curve in self._curves.values():
            if len(curve.points):
                index = min(int(np.searchsorted(self._x_of(curve.points), x)), len(curve.points) - 1)
                words.append(self._words(curve, float(curve.points.values[index])))
        self._readout.setText("&nbsp;&nbsp;".join(words))

    @Slot()
    def _leave_live(self) -> None:
        self._follows = False

    @Slot()
    def _tell_range(self) -> None:
        low, high = self._view.getViewBox().viewRange()[0]
        self.x_range_changed.emit(low, high)

    @Slot()
    def _dress(self) -> None:
        dress(self._view.getPlotItem(), self._keeper.theme)
        self._cross.setPen(pg.mkPen(self._keeper.theme.muted))
