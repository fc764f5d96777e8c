"""The surface of a plot: its axes and the curves between them, painted only as far as they changed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPaintEngine, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.plots.cross import Cross
from gui.plots.drawn import Drawn, Underlay
from gui.plots.frame import Extent, Frame
from gui.plots.ground import Labels, Scales, left_margin, left_ticks
from gui.plots.scene import Scene
from gui.plots.steered_area import SteeredArea
from gui.theme import Theme

_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_RADIUS = 4
_SHADE = 0.2
_LEAST_RATIO = 0.25
_FEW_CURVES, _WIDE = 12, 2
"""Where there are more curves than this they lie on each other: columns twice as wide take half the time."""


class PlotArea(SteeredArea):
    """Shows a scene, and over it crosshair, rectangle and focus, which cost no new picture."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._scene = Scene(theme, self.font())
        self._cross = Cross()
        self._shows_focus = False

    def sizeHint(self) -> QSize:
        """It takes what room there is."""
        return QSize(200, 100)

    def num_pixels(self) -> int:
        """Width of the area between the axes."""
        return int(self._sized().box.width())

    def num_columns(self) -> int:
        """The same in pixels of the screen."""
        return self._sized().num_columns

    def column_width(self, num_curves: int) -> int:
        """How wide the columns are in which long curves are painted, in pixels of the screen."""
        return max(_WIDE if num_curves > _FEW_CURVES else 1, int(self.devicePixelRatioF()))

    def height_between(self) -> float:
        """Height of the area between the axes."""
        return self._sized().box.height()

    @property
    def cross(self) -> Cross:
        """Where the crosshair is."""
        return self._cross

    def dress(self, theme: Theme) -> None:
        """Ground, axes and grid in a theme."""
        self._scene.theme = theme
        self.update()

    def set_scales(self, scales: Scales) -> None:
        """What kind of axes it has."""
        self._scene.scales = scales
        self.update()

    def wanted_margin(self, values: Extent) -> int:
        """How much room the left axis needs for some values, in pixels."""
        return left_margin(left_ticks(values, self.height(), self._scene.scales), self._scene.labels)

    def show_curves(
        self,
        curves: Sequence[Drawn],
        places: Extent,
        values: Extent,
        margin: int,
        underlays: Sequence[Underlay] = (),
    ) -> None:
        """What is painted from now on.

        Args:
            curves: As they were last reduced; the later ones lie above.
            places: Left and right edge.
            values: Lower and upper edge.
            margin: Left of the plot, in pixels.
            underlays: Between the ground and the curves.
        """
        self._scene.curves, self._scene.underlays = curves, underlays
        self._scene.renew()
        self.frame = Frame(self.width(), self.height(), self.devicePixelRatioF(), margin, places, values)
        self.update()

    def point_at(self, cross: Cross) -> None:
        """Put the crosshair somewhere; only what is under it is painted anew."""
        if cross != self._cross:
            for each in (self._cross, cross):
                self.update(each.region(self.frame))
            self._cross = cross

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, and what lies above it; in a drawing there are lines and letters instead."""
        painter = QPainter(self)
        if painter.paintEngine().type() == QPaintEngine.Type.SVG:
            self._scene.draw(painter, self._sized(1.0))
        else:
            frame = self._sized(max(_LEAST_RATIO, painter.deviceTransform().m11()))
            painter.drawImage(QPointF(0, 0), self._scene.picture(frame))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._cross.paint(painter, frame, self._scene.theme, self._scene.labels, self._scene.scales)
            self._paint_band(painter)
            self._paint_focus(painter)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Labels in another font are laid out anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._scene.labels = Labels(self.font())
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys reach it, to whom uses them."""
        super().focusInEvent(event)
        self._shows_focus = event.reason() in _BY_KEY
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They no longer do."""
        super().focusOutEvent(event)
        self._shows_focus = False
        self.update()

    def _sized(self, ratio: float | None = None) -> Frame:
        """The frame in the size that the widget has now."""
        shown = self.frame
        pixels = self.devicePixelRatioF() if ratio is None else ratio
        return Frame(self.width(), self.height(), pixels, shown.left_margin, shown.x, shown.y)

    def _paint_band(self, painter: QPainter) -> None:
        if self.band is None:
            return
        accent = QColor(self._scene.theme.accent)
        painter.setPen(QPen(accent, 1))
        accent.setAlphaF(_SHADE)
        painter.setBrush(accent)
        painter.drawRect(self.band)

    def _paint_focus(self, painter: QPainter) -> None:
        if not self._shows_focus:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._scene.theme.accent), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
