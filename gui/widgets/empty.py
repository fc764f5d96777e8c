"""What a page without content says: what will be here, and how to get it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A title, a sentence, and buttons."""

    chosen = Signal(str)
    """Key of the button that was pressed."""

    def __init__(
        self,
        title: str,
        sentence: str,
        buttons: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Builds it.

        Args:
            title: What is missing.
            sentence: How to get it.
            buttons: (key, text) each; the first is the main one.
            parent: Its owner.
        """
        super().__init__(parent)
        heading = QLabel(title, self)
        heading.setProperty("role", "title")
        words = QLabel(sentence, self)
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        words.setFixedWidth(560)  # a wrapped label says its height only for a width that is known
        row = QHBoxLayout()
        row.addStretch(1)
        for number, (key, text) in enumerate(buttons):
            button = QPushButton(text, self)
            button.setObjectName(f"empty-{key}")
            button.setProperty("key", key)
            if number == 0:
                button.setProperty("role", "primary")
            button.clicked.connect(self._choose)
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(2)
        for label in (heading, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line = QHBoxLayout()  # aligned by the column, it would be as high as in the column's full width
            line.addStretch(1)
            line.addWidget(label)
            line.addStretch(1)
            layout.addLayout(line)
        layout.addLayout(row)
        layout.addStretch(3)

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(str(self.sender().property("key")))
