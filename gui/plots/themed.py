"""pyqtgraph in the window's colours. Imported only where something is drawn."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gui.theme import Theme

LEFT_AXIS_WIDTH = 46
"""The same for all plots, so that those above each other have their points above each other."""
_BOTTOM_AXIS_HEIGHT = 22
_GRID_ALPHA = 255


def dress(view: pg.PlotWidget, theme: Theme) -> None:
    """Ground, axes and grid of a plot in a theme."""
    view.setBackground(theme.card)
    plot = view.getPlotItem()
    left, bottom = plot.getAxis("left"), plot.getAxis("bottom")
    for axis in (left, bottom):
        axis.setPen(pg.mkPen(theme.line))
        axis.setTextPen(pg.mkPen(theme.muted))
    left.setStyle(tickLength=0, maxTickLevel=0, tickTextOffset=6)
    left.setWidth(LEFT_AXIS_WIDTH)
    left.setGrid(_GRID_ALPHA)
    bottom.setHeight(_BOTTOM_AXIS_HEIGHT)
    bottom.setStyle(tickLength=-4, maxTickLevel=0)
    bottom.setGrid(False)


def curve_pen(colour: str, *, width: float = 1.0, dashed: bool = False, faint: bool = False) -> QPen:
    """The pen of a curve."""
    shade = QColor(colour)
    if faint:
        shade.setAlphaF(0.35)
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    pen = QPen(shade, width, style)
    pen.setCosmetic(True)
    return pen
