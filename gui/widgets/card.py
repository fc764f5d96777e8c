"""A titled card."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget


class Card(QFrame):
    """A rounded frame with a title; what belongs in it goes to `body`."""

    def __init__(self, title: str, parent: QWidget | None = None, *, corner: QWidget | None = None) -> None:
        """Builds it.

        Args:
            title: Above the body; empty for none.
            parent: Its owner.
            corner: A widget at the right of the title.
        """
        super().__init__(parent)
        self.setProperty("card", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 11, 14, 13)
        layout.setSpacing(9)
        if title or corner is not None:
            head = QHBoxLayout()
            self._title = QLabel(title, self)
            self._title.setProperty("role", "section")
            head.addWidget(self._title)
            head.addStretch(1)
            if corner is not None:
                head.addWidget(corner)
            layout.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        layout.addLayout(self.body, 1)
