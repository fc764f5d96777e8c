"""Pages that are made when somebody looks."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class LazyPage(QWidget):
    """An empty page until it is first shown."""

    def __init__(self, make: Callable[[QWidget], QWidget], parent: QWidget | None = None) -> None:
        """Builds the empty page.

        Args:
            make: Makes what is in it, given the page as its parent.
            parent: Its owner.
        """
        super().__init__(parent)
        self._make = make
        self._content: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    @property
    def content(self) -> QWidget | None:
        """What is in it; None before it was first shown."""
        return self._content

    def showEvent(self, event: QShowEvent) -> None:
        """Makes what is in it."""
        super().showEvent(event)
        if self._content is None:
            self._content = self._make(self)
            self._layout.addWidget(self._content)
            self._content.show()
