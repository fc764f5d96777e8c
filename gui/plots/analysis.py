"""Curves in a plot of pyqtgraph, with its menu: logarithms, spectrum, derivative, average, export.

Nothing else imports pyqtgraph, and this is imported when curves are first analysed.
"""

from collections.abc import Sequence
from math import log10
from typing import Any

import pyqtgraph
from pyqtgraph.GraphicsScene.exportDialog import ExportDialog
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QWidget

from gui.plots.figure_words import figure_words
from gui.plots.frame import Extent
from gui.plots.region import CopiedCurve
from gui.theme import Theme

_SHADE = 0.12
_SHADE_UNDER_MOUSE = 0.2
_GRID = 0.15
_SHIFT = 0.1
"""Of the region: what an arrow key moves it by."""
_KEYS = {Qt.Key.Key_Left: -_SHIFT, Qt.Key.Key_Right: _SHIFT}
_MANY = 20_000
"""Points of a curve whose lines are so close that smooth edges cost time and show nothing."""
_LEAST_LOG = 1e-9
_MOST_DECADES = 300.0


class _Axis(pyqtgraph.AxisItem):  # type: ignore[misc]  # it has no types
    """Writes figures as the other plots do, and on a log scale no more than there is room for."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """A word a tick."""
        if self.logMode:
            return self.logTickStrings(values, scale, spacing)
        return [figure_words(value * scale, spacing * scale) for value in values]

    def logTickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """A word a tick; those that are neither 1 nor 2 nor 5 of their decade go without."""
        figures = [_power(value) for value in values]
        return [figure_words(figure) if f"{figure:.0e}"[0] in "125" else "" for figure in figures]


class AnalysisPlot(pyqtgraph.PlotWidget):  # type: ignore[misc]
    """Shows curves, and a region that is dragged, or moved with arrow keys (with Shift, its right edge)."""

    region_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._unit = theme, ""
        self._along, self._is_clock = "", False
        self._between: Extent = (0.0, 1.0)
        self._lines: list[Any] = []
        self._is_placing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(self.Shape.NoFrame)
        plot = self.getPlotItem()
        plot.setDownsampling(auto=True, mode="peak")
        plot.setClipToView(True)
        plot.setAxisItems({"left": _Axis(orientation="left")})
        plot.showGrid(x=True, y=True, alpha=_GRID)
        self._region = pyqtgraph.LinearRegionItem(self._between)
        self._region.setZValue(-1)  # behind the curves
        plot.addItem(self._region, ignoreBounds=True)
        self._region.sigRegionChanged.connect(self._take_region)
        self._own_menus()
        for check in (plot.ctrl.logXCheck, plot.ctrl.fftCheck, plot.ctrl.phasemapCheck):
            check.toggled.connect(self._follow_menu)
        plot.paramList[self.tr("curve")] = True  # what its menu averages over, once that is switched on
        self.dress(theme)

    @property
    def region(self) -> Any:
        """What is dragged, in the units that are drawn: logarithms on a log axis."""
        return self._region

    @property
    def between(self) -> Extent:
        """Left and right edge of the region, as places along the axis."""
        return self._between

    @property
    def shows_spectrum(self) -> bool:
        """Whether frequencies lie along the axis; curves with gaps have none, and are not seen then."""
        return bool(self.getPlotItem().ctrl.fftCheck.isChecked())

    def set_between(self, between: Extent) -> None:
        """Put the region there."""
        self._between = between
        self._place_region()
        self.region_changed.emit()

    def set_axis(self, words: str, *, clock: bool) -> None:
        """What lies along it.

        Args:
            words: Under the axis.
            clock: Whether places are Unix times in s.
        """
        self._along, self._is_clock = words, clock
        self._place_axis()

    def show_curves(self, curves: tuple[CopiedCurve, ...], unit: str) -> None:
        """Show these in place of others, all of them.

        Args:
            curves: The later ones lie above.
            unit: Beside the left axis, for instance `%`.
        """
        plot = self.getPlotItem()
        for line in self._lines:
            plot.removeItem(line)
        self._lines = []
        for curve in curves:
            style = Qt.PenStyle.DashLine if curve.dashed else Qt.PenStyle.SolidLine
            pen = pyqtgraph.mkPen(curve.colour, width=1, style=style)
            line = pyqtgraph.PlotDataItem(
                curve.places, curve.values, pen=pen, connect="finite", antialias=len(curve.values) < _MANY
            )
            plot.addItem(line, params={self.tr("curve"): curve.label})
            self._lines.append(line)
        self._unit = unit
        self.dress(self._theme)
        self._show_everything()

    def dress(self, theme: Theme) -> None:
        """Ground, axes and region in a theme."""
        self._theme = theme
        self.setBackground(theme.card)
        plot, font = self.getPlotItem(), self.font()
        font.setPixelSize(12)
        for side in ("bottom", "left"):
            axis = plot.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setPen(theme.muted)
            axis.setTextPen(theme.muted)
            axis.setStyle(tickFont=font)
        plot.setLabel("bottom", self._words_along(), color=theme.muted, **{"font-size": "12px"})
        plot.avgPen = pyqtgraph.mkPen(theme.text, width=2)
        plot.avgShadowPen = pyqtgraph.mkPen(theme.card, width=5)
        plot.setLabel("left", self._unit, color=theme.muted, **{"font-size": "12px"})
        plot.getAxis("left").showLabel(bool(self._unit))
        for least, brush in (
            (_SHADE, self._region.setBrush),
            (_SHADE_UNDER_MOUSE, self._region.setHoverBrush),
        ):
            shade = QColor(theme.accent)
            shade.setAlphaF(least)
            brush(shade)
        for edge in self._region.lines:
            edge.setPen(theme.accent)
            edge.setHoverPen(theme.accent, width=3)
        plot.recomputeAverages()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the region, with Shift its right edge."""
        shift = _KEYS.get(Qt.Key(event.key()))
        if shift is None:
            super().keyPressEvent(event)
            return
        low, high = self._between
        by = shift * (high - low)
        stays = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        self.set_between((low if stays else low + by, high + by))

    def _own_menus(self) -> None:
        """Menus and the dialog for exports end with the plot: pyqtgraph leaves them to the collector."""
        plot = self.getPlotItem()
        for menu in (plot.ctrlMenu, plot.getViewBox().menu):
            menu.setParent(self, menu.windowFlags())
        export = self.scene().contextMenu[0]
        export.triggered.disconnect()
        export.triggered.connect(self._export)

    @Slot()
    def _export(self) -> None:
        scene = self.scene()
        if scene.exportDialog is None:
            scene.exportDialog = ExportDialog(scene)
            scene.exportDialog.setParent(self, Qt.WindowType.Window)
            scene.exportDialog.setWindowTitle(self.tr("Export the plot"))
        scene.exportDialog.show(self.getPlotItem())

    @Slot()
    def _take_region(self) -> None:
        if self._is_placing:
            return
        low, high = self._region.getRegion()
        self._between = (_power(low), _power(high)) if self._is_log else (low, high)
        self.region_changed.emit()

    @Slot()
    def _follow_menu(self) -> None:
        """In a spectrum and in a phase map other things lie along the axis: there the region is hidden."""
        self._place_axis()
        self._place_region()
        self._region.setVisible(self._words_along() == self._along)
        self._show_everything()
        self.region_changed.emit()

    def _show_everything(self) -> None:
        """All points must be there to be measured: downsampled for the view there was, they may be one."""
        for line in self._lines:
            line.setDownsampling(ds=1, auto=False)
            line.setClipToView(False)
        self.getPlotItem().enableAutoRange()
        self.getPlotItem().getViewBox().updateAutoRange()
        self.getPlotItem().updateDownsampling()

    def _place_axis(self) -> None:
        is_clock = self._is_clock and self._words_along() == self._along
        kind = pyqtgraph.DateAxisItem if is_clock else _Axis
        axis = kind(orientation="bottom")
        axis.setLogMode(self._is_log, False)
        self.getPlotItem().setAxisItems({"bottom": axis})
        self.getPlotItem().updateGrid()
        self.dress(self._theme)

    def _words_along(self) -> str:
        ctrl, words = self.getPlotItem().ctrl, self._along
        if ctrl.fftCheck.isChecked():
            words = self.tr("Frequency")
        elif ctrl.phasemapCheck.isChecked():
            words = self.tr("Value")
        return words

    def _place_region(self) -> None:
        low, high = self._between
        if self._is_log:
            low, high = log10(max(low, _LEAST_LOG)), log10(max(high, _LEAST_LOG))
        self._is_placing = True
        self._region.setRegion((low, high))
        self._is_placing = False

    @property
    def _is_log(self) -> bool:
        return bool(self.getPlotItem().ctrl.logXCheck.isChecked())


def _power(exponent: float) -> float:
    """Ten to that, as far as numbers go: an axis that changes its kind asks for the millionth power."""
    return float(10.0 ** max(-_MOST_DECADES, min(_MOST_DECADES, exponent)))
