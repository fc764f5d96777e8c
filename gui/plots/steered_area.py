"""The part of a plot that a person steers, with the mouse and from the keyboard."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui.plots.frame import LEFT, Extent, Frame

_NOTCH = 120
_ZOOM = 0.75
"""What is left of a range after a notch of the wheel."""
_SHIFT = 0.1
"""Of a range: what an arrow key moves it by."""
_LEAST_BAND = 5.0
"""A smaller rectangle was a slip, in pixels."""
_ALONG = {Qt.Key.Key_Left: -_SHIFT, Qt.Key.Key_Right: _SHIFT}
_UP = {Qt.Key.Key_Up: _SHIFT, Qt.Key.Key_Down: -_SHIFT}
_ZOOMS = {
    Qt.Key.Key_Plus: _ZOOM,
    Qt.Key.Key_Equal: _ZOOM,
    Qt.Key.Key_Minus: 1 / _ZOOM,
    Qt.Key.Key_Underscore: 1 / _ZOOM,
}


class SteeredArea(QWidget):
    """Says what a person wants to see; it changes nothing itself.

    Wheel and drag go along the plot; over the left axis, or with Ctrl, in height. A rectangle drawn with
    Shift or the right button is what is seen then. A double click or Home shows everything.
    """

    ranged = Signal(float, float)
    """A person chose these edges, left and right."""
    stretched = Signal(float, float)
    """A person chose this height, lower and upper edge."""
    reset = Signal()
    """Show everything."""
    pointed = Signal(object)
    """The place under the mouse, None where it is not over the curves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frame = Frame(1, 1, 1.0, LEFT, (0.0, 1.0), (0.0, 1.0))
        self.holds_height = False
        """Whether a person chose the height: a drag then moves it, too."""
        self.band: QRectF | None = None
        """The rectangle that is being drawn."""
        self._pressed: QPointF | None = None
        self._pressed_frame = self.frame
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the mouse; sideways, move along."""
        notches = QPointF(event.angleDelta()) / _NOTCH
        place, high = event.position(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if notches.y() and (high or place.x() < self.frame.left):
            around = self.frame.value_at(place.y())
            self.stretched.emit(*_zoomed(self.frame.y, around, _ZOOM ** notches.y()))
        elif notches.y():
            around = self.frame.place_at(max(place.x(), self.frame.left))
            self.ranged.emit(*_zoomed(self.frame.x, around, _ZOOM ** notches.y()))
        elif notches.x():
            self.ranged.emit(*_moved(self.frame.x, -_SHIFT * notches.x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin."""
        self._pressed, self._pressed_frame = event.position(), self.frame
        draws = event.button() == Qt.MouseButton.RightButton or (
            event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        )
        if draws:
            self.band = QRectF(self._pressed, self._pressed)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self._pressed = None
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is seen, draw a rectangle, or point at something."""
        place = event.position()
        if self._pressed is None:
            self.pointed.emit(self.frame.place_at(place.x()) if self.frame.box.contains(place) else None)
        elif self.band is not None:
            self.band = QRectF(self._pressed, place).normalized() & self.frame.box
            self.update()
        else:
            self._drag(place)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Look at the rectangle."""
        band, self.band, self._pressed = self.band, None, None
        self.unsetCursor()
        if band is not None:
            self.update()
            if band.width() >= _LEAST_BAND and band.height() >= _LEAST_BAND:
                frame = self._pressed_frame
                self.stretched.emit(frame.value_at(band.bottom()), frame.value_at(band.top()))
                self.ranged.emit(frame.place_at(band.left()), frame.place_at(band.right()))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything again."""
        self._pressed = self.band = None
        self.reset.emit()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, plus and minus zoom (with Ctrl in height), Home shows everything."""
        key, high = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in _ALONG:
            self.ranged.emit(*_moved(self.frame.x, _ALONG[key]))
        elif key in _UP:
            self.stretched.emit(*_moved(self.frame.y, _UP[key]))
        elif key in _ZOOMS and high:
            self.stretched.emit(*_zoomed(self.frame.y, sum(self.frame.y) / 2, _ZOOMS[key]))
        elif key in _ZOOMS:
            self.ranged.emit(*_zoomed(self.frame.x, sum(self.frame.x) / 2, _ZOOMS[key]))
        elif key == Qt.Key.Key_Home:
            self.reset.emit()
        elif key == Qt.Key.Key_Escape and self.band is not None:
            self.band = self._pressed = None
            self.update()
        else:
            super().keyPressEvent(event)

    def _drag(self, place: QPointF) -> None:
        assert self._pressed is not None
        frame, begin = self._pressed_frame, self._pressed
        if begin.x() >= frame.left:
            along = frame.place_at(begin.x()) - frame.place_at(place.x())
            self.ranged.emit(frame.x[0] + along, frame.x[1] + along)
        if begin.x() < frame.left or self.holds_height:
            up = frame.value_at(begin.y()) - frame.value_at(place.y())
            self.stretched.emit(frame.y[0] + up, frame.y[1] + up)


def _zoomed(extent: Extent, around: float, left: float) -> Extent:
    """A range of which a share is left, around a place that stays where it is."""
    return around - (around - extent[0]) * left, around + (extent[1] - around) * left


def _moved(extent: Extent, share: float) -> Extent:
    shift = share * (extent[1] - extent[0])
    return extent[0] + shift, extent[1] + shift
