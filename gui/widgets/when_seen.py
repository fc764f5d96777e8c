"""What a hidden widget is told waits until somebody looks."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QWidget


class WhenSeen(QObject):
    """Hands on to a widget that is seen at once, to a hidden one the newest when it is shown."""

    def __init__(self, widget: QWidget, hand_on: Callable[[Any], None]) -> None:
        """Watches it.

        Args:
            widget: Its owner.
            hand_on: Told what is new.
        """
        super().__init__(widget)
        self._widget, self._hand_on = widget, hand_on
        self._kept: object = None
        widget.installEventFilter(self)

    @Slot(object)
    def tell(self, message: object) -> None:
        """Something new, in the place of all that was told before."""
        if self._widget.isVisible():
            self._hand_on(message)
        else:
            self._kept = message

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """It is shown."""
        if event.type() == QEvent.Type.Show and self._kept is not None:
            kept, self._kept = self._kept, None
            self._hand_on(kept)
        return False
