"""Parallel axes that a person steers: drag a title to move its axis, drag along an axis to restrict runs."""

from abc import abstractmethod
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gui.models.run_brush import Brush, nudged
from gui.plots.parallel_layout import ParallelLayout, ParallelLines

BRUSH = 9.0
"""Half the width of a brush, and how near to an axis one begins, in pixels."""
_NEAR = 8.0
_LEAST = 4.0
"""A shorter drag was a click."""
_STEP, _GROWTH = 0.05, 0.025


class ParallelSteering(QWidget):
    """Keeps brushes, the order of axes, and what is pointed at.

    Left and right choose an axis, with Ctrl they move it; up and down move its brush, with Shift they make
    it broader or narrower; Delete takes it away. Page keys go from run to run, the space bar chooses one.
    """

    picked = Signal(object, bool)
    """Names of runs that a person chose, and whether they are to be added to those that are chosen."""
    brushed = Signal()
    """Other runs are within the brushes."""
    reordered = Signal(object)
    """Names of the axes in their new order."""
    scale_asked = Signal(str)
    """Name of an axis: logarithmic instead of linear, or the other way round."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: ParallelLines | None = None
        self.brushes: dict[str, Brush] = {}
        self.axis = 0
        """Number of the one that keys mean."""
        self.at: int | None = None
        """Number of the run that is pointed at."""
        self.place: QPointF | None = None
        """Where the mouse is; None where keys point."""
        self._layout: ParallelLayout | None = None
        self._dragged: str = ""
        """`title`, `brush`, `move` or nothing."""
        self._from = QPointF()
        self._before: Brush = (0.0, 0.0)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(300, 220))

    @property
    def is_moving(self) -> bool:
        """Whether an axis is being dragged."""
        return self._dragged == "title"

    def set_lines(self, lines: ParallelLines | None) -> None:
        """Other lines; a brush goes where its axis is gone, or on another scale."""
        before = {axis.name: axis.log for axis in self.lines.axes} if self.lines else {}
        self.lines, self._layout, self.at = lines, None, None
        axes = {axis.name: axis.log for axis in lines.axes} if lines else {}
        self.brushes = {
            name: brush for name, brush in self.brushes.items() if axes.get(name) == before.get(name)
        }
        self.axis = min(self.axis, max(0, len(axes) - 1))

    def layout_now(self) -> ParallelLayout | None:
        """Where everything lies in the size of now."""
        if self.lines is None or not self.lines.axes:
            return None
        layout = self._layout
        if layout is None or (layout.width, layout.height) != (self.width(), self.height()):
            layout = self._layout = ParallelLayout(self.lines.axes, self.width(), self.height())
        return layout

    @abstractmethod
    def kept(self) -> NDArray[np.bool_]:
        """Which runs lie within all brushes, bool [runs]."""

    @abstractmethod
    def renew(self) -> None:
        """Something that lies still has changed."""

    def clear_brushes(self) -> None:
        """All runs are within again."""
        if self.brushes:
            self.brushes = {}
            self._tell_brushed()

    def words_of(self, number: int) -> list[str]:
        """A run's name, then what it has on each axis."""
        assert self.lines is not None
        named = zip(self.lines.titles, self.lines.axes, strict=True)
        values = [f"{title}: {axis.words(float(axis.places[number]))}" for title, axis in named]
        return [self.lines.labels[number], *values]

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a title, a brush or a place on an axis."""
        layout, at = self.layout_now(), event.position()
        if layout is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._from, number = at, layout.axis_at(at.x())
        if at.y() < layout.top - 4:
            self._dragged, self.axis = "title", number
        elif abs(at.x() - layout.x_of(number)) <= BRUSH and at.y() <= layout.bottom + 4:
            self.axis, name = number, layout.axes[number].name
            brush = self.brushes.get(name)
            is_inside = brush is not None and layout.brush_box(number, brush, BRUSH).contains(at)
            self._dragged = "move" if is_inside else "brush"
            self._before = brush if brush is not None and is_inside else (0.0, 0.0)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what was taken, or tell what is under the mouse."""
        layout, at = self.layout_now(), event.position()
        if layout is None:
            return
        if self._dragged == "title":
            self._move_axis(layout.axis_at(at.x()))
        elif self._dragged:
            self._drag_brush(layout, at)
        else:
            self.place = at
            self._point(layout.nearest(at.x(), at.y(), self.kept(), _NEAR))
            is_axis = abs(at.x() - layout.x_of(layout.axis_at(at.x()))) <= BRUSH
            hand, along = Qt.CursorShape.OpenHandCursor, Qt.CursorShape.SizeVerCursor
            arrow = Qt.CursorShape.ArrowCursor
            self.setCursor(hand if at.y() < layout.top - 4 else along if is_axis else arrow)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click on an axis takes its brush away, a click elsewhere chooses a run."""
        layout, at, dragged = self.layout_now(), event.position(), self._dragged
        self._dragged = ""
        if layout is None or self.lines is None or event.button() != Qt.MouseButton.LeftButton:
            return
        is_click = (at - self._from).manhattanLength() < _LEAST
        if dragged in ("brush", "move"):
            if is_click and self.brushes.pop(layout.axes[self.axis].name, None) is not None:
                self._tell_brushed()
        elif not dragged:
            found = layout.nearest(at.x(), at.y(), self.kept(), _NEAR)
            names = frozenset() if found is None else frozenset((self.lines.keys[found],))
            held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            self.picked.emit(names, bool(event.modifiers() & held))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on a title asks for the other scale."""
        layout = self.layout_now()
        if layout is not None and event.position().y() < layout.top - 4:
            self.scale_asked.emit(layout.axes[layout.axis_at(event.position().x())].name)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self._point(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which axis keys mean."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Or no longer."""
        super().focusOutEvent(event)
        self.update()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        layout, key, keys = self.layout_now(), event.key(), Qt.Key
        if layout is None:
            super().keyPressEvent(event)
        elif key in (keys.Key_Left, keys.Key_Right):
            number = min(max(0, self.axis + (1 if key == keys.Key_Right else -1)), len(layout.axes) - 1)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._move_axis(number)
            self.axis = number
            self.setAccessibleDescription(layout.axes[number].name)
            self.update()
        elif key in (keys.Key_Up, keys.Key_Down):
            up = 1.0 if key == keys.Key_Up else -1.0
            is_growth = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._nudge(layout, 0.0 if is_growth else up * _STEP, up * _GROWTH if is_growth else 0.0)
        elif key in (keys.Key_Delete, keys.Key_Backspace):
            if self.brushes.pop(layout.axes[self.axis].name, None) is not None:
                self._tell_brushed()
        elif key in (keys.Key_PageUp, keys.Key_PageDown):
            self._step(layout, -1 if key == keys.Key_PageUp else 1)
        elif key == keys.Key_L:
            self.scale_asked.emit(layout.axes[self.axis].name)
        elif key in (keys.Key_Space, keys.Key_Return) and self.at is not None and self.lines is not None:
            self.picked.emit(frozenset((self.lines.keys[self.at],)), True)
        elif key == keys.Key_Escape and self.brushes:
            self.clear_brushes()
        else:
            super().keyPressEvent(event)

    def _nudge(self, layout: ParallelLayout, by: float, wider: float) -> None:
        axis = layout.axes[self.axis]
        self.brushes[axis.name] = nudged(self.brushes.get(axis.name), axis.extent(), by=by, wider=wider)
        self._tell_brushed()

    def _step(self, layout: ParallelLayout, by: int) -> None:
        """To the next run on the axis of the keys, among those within the brushes."""
        order = np.argsort(layout.ys[:, self.axis], kind="stable")
        order = order[self.kept()[order]]
        if len(order):
            found = np.flatnonzero(order == self.at)
            place = int(found[0]) + by if len(found) else 0 if by > 0 else len(order) - 1
            self.place = None
            self._point(int(order[min(max(0, place), len(order) - 1)]))

    # --- what changes

    def _move_axis(self, to: int) -> None:
        if self.lines is None or to == self.axis:
            return
        order = list(range(len(self.lines.axes)))
        order.insert(to, order.pop(self.axis))
        self.axis = to
        axes = tuple(self.lines.axes[number] for number in order)
        self.lines = replace(
            self.lines, axes=axes, titles=tuple(self.lines.titles[number] for number in order)
        )
        self._layout = None
        self.renew()
        self.reordered.emit(tuple(axis.name for axis in axes))

    def _drag_brush(self, layout: ParallelLayout, at: QPointF) -> None:
        if (at - self._from).manhattanLength() < _LEAST:
            return
        axis = layout.axes[self.axis]
        first, last = (layout.place_at(axis, y) for y in (self._from.y(), at.y()))
        if self._dragged == "move":
            low, high = axis.extent()
            by = (self._from.y() - at.y()) / (layout.bottom - layout.top)
            self.brushes[axis.name] = nudged(self._before, (low, high), by=by)
        else:
            self.brushes[axis.name] = (min(first, last), max(first, last))
        self._tell_brushed()

    def _tell_brushed(self) -> None:
        self.at = None
        self.renew()
        self.brushed.emit()

    def _point(self, number: int | None) -> None:
        if number != self.at:
            self.at = number
            self.setAccessibleDescription("" if number is None else "; ".join(self.words_of(number)))
            self.update()
