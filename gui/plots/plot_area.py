"""Two axes and the area between them: all that a curve plot needs of pyqtgraph."""

from PySide6.QtWidgets import QGraphicsGridLayout, QWidget

from gui.plots.figure_axis import FigureAxis
from gui.plots.library import pg
from gui.plots.steered_view import SteeredView
from gui.theme import Theme

_LEFT_AXIS_WIDTH = 46
"""The same for all plots, so that those above each other have their points above each other."""
_BOTTOM_AXIS_HEIGHT = 22
_GRID_ALPHA = 255
_RIGHT_MARGIN = 6


class PlotArea(pg.GraphicsView):  # type: ignore[misc]
    """A left and a bottom axis around a view that a person steers.

    In place of pyqtgraph's PlotWidget, which makes some sixty hidden widgets for menus that are not used
    here: 8 ms a plot to build, and as many widgets to restyle when the theme changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(self.Shape.NoFrame)
        self.view = SteeredView()
        self.left = FigureAxis("left")
        self.bottom: pg.AxisItem = FigureAxis("bottom")
        item = pg.GraphicsWidget()
        self._layout = QGraphicsGridLayout(item)
        self._layout.setContentsMargins(0, 4, _RIGHT_MARGIN, 0)
        self._layout.setSpacing(0)
        self._layout.addItem(self.left, 0, 0)
        self._layout.addItem(self.view, 0, 1)
        self._layout.addItem(self.bottom, 1, 1)
        self._layout.setColumnStretchFactor(1, 1)
        self._layout.setRowStretchFactor(0, 1)
        self.left.linkToView(self.view)
        self.bottom.linkToView(self.view)
        self.left.setZValue(-1)
        self.setCentralItem(item)

    def use_clock(self, *, on: bool) -> None:
        """Whether the horizontal axis shows times of day for Unix times in s."""
        if on == isinstance(self.bottom, pg.DateAxisItem):
            return
        self._layout.removeItem(self.bottom)
        self.bottom.unlinkFromView()
        self.bottom.scene().removeItem(self.bottom)
        self.bottom = pg.DateAxisItem("bottom") if on else FigureAxis("bottom")
        self._layout.addItem(self.bottom, 1, 1)
        self.bottom.linkToView(self.view)

    def dress(self, theme: Theme) -> None:
        """Ground, axes and grid in a theme."""
        self.setBackground(theme.card)
        for axis in (self.left, self.bottom):
            axis.setPen(pg.mkPen(theme.line))
            axis.setTextPen(pg.mkPen(theme.muted))
        self.left.setStyle(tickLength=0, maxTickLevel=0, tickTextOffset=6)
        self.left.setWidth(_LEFT_AXIS_WIDTH)
        self.left.setGrid(_GRID_ALPHA)
        self.bottom.setStyle(tickLength=-4, maxTickLevel=0)
        self.bottom.setHeight(_BOTTOM_AXIS_HEIGHT)

    def num_pixels(self) -> int:
        """Width of the area between the axes."""
        return int(self.view.width())
