"""pyqtgraph in the window's colours. Imported only where something is drawn."""

import pyqtgraph as pg
from PySide6.QtGui import QColor

from gui.theme import Theme

pg.setConfigOptions(antialias=False)


def dress(plot: pg.PlotItem, theme: Theme) -> None:
    """Axes and grid of a plot in a theme."""
    for name in ("left", "bottom"):
        axis = plot.getAxis(name)
        axis.setPen(pg.mkPen(theme.line))
        axis.setTextPen(pg.mkPen(theme.muted))
        axis.setStyle(tickLength=-4, autoExpandTextSpace=False)
    plot.showGrid(x=True, y=True, alpha=0.12)


def curve_pen(colour: str, *, dashed: bool = False, faint: bool = False) -> object:
    """The pen of a curve."""
    shade = QColor(colour)
    if faint:
        shade.setAlphaF(0.3)
    style = pg.QtCore.Qt.PenStyle.DashLine if dashed else pg.QtCore.Qt.PenStyle.SolidLine
    return pg.mkPen(shade, width=1, style=style)
