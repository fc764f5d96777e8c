"""The area of a plot that a person steers with the mouse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Signal, Slot

from gui.plots.library import pg


class SteeredView(pg.ViewBox):  # type: ignore[misc]
    """Wheel and drag move along the plot, the height fits itself; on the left axis they change the height."""

    ranged = Signal(float, float)
    """A person chose these edges, left and right."""
    stretched = Signal()
    """A person chose the height."""
    reset = Signal()
    """A double click: show everything."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.disableAutoRange()
        self._is_told = False
        self.sigXRangeChanged.connect(self._tell_range)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        self._is_told = True
        try:
            yield
        finally:
            self._is_told = False

    def show_range(self, low: float, high: float) -> None:
        """Left and right edge, not chosen here."""
        with self._telling():
            self.setXRange(low, high, padding=0)

    def show_height(self, low: float, high: float) -> None:
        """Lower and upper edge."""
        self.setYRange(low, high, padding=0)

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        """Zoom along the plot, or on its left axis in height."""
        if axis == 1:
            self.stretched.emit()
        super().wheelEvent(event, axis=0 if axis is None else axis)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        """Pan along the plot, or on its left axis in height."""
        if axis == 1:
            self.stretched.emit()
        super().mouseDragEvent(event, axis=0 if axis is None else axis)

    def mouseClickEvent(self, event: Any) -> None:
        """A double click shows everything again."""
        if event.double():
            self.reset.emit()
            event.accept()

    @Slot()
    def _tell_range(self) -> None:
        if not self._is_told:
            low, high = self.viewRange()[0]
            self.ranged.emit(low, high)
