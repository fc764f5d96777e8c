"""A sentence that wants to be seen, with what to do about it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget


class Banner(QFrame):
    """Hidden until it has something to say."""

    action_clicked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, closable: bool = True) -> None:
        """Builds it, hidden.

        Args:
            parent: Its owner.
            closable: Whether a person may send it away.
        """
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("banner", True)
        self._sentence = QLabel(self)
        self._mend = QLabel(self)
        self._mend.setProperty("role", "muted")
        for label in (self._sentence, self._mend):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = QPushButton(self)
        self._action.setObjectName("banner-action")
        self._action.clicked.connect(self.action_clicked)
        self._close = QToolButton(self)
        self._close.setText("✕")
        self._close.setObjectName("banner-close")
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setVisible(closable)
        self._close.clicked.connect(self._send_away)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._sentence)
        words.addWidget(self._mend)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.addLayout(words, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._close)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text()

    def tell(self, sentence: str, mend: str = "", *, action: str = "", severity: str = "error") -> None:
        """Say it.

        Args:
            sentence: What is wrong.
            mend: What to do.
            action: Text of a button; empty for none.
            severity: `error`, `warning` or `note`.
        """
        self.setProperty("severity", severity)
        self.style().unpolish(self)
        self.style().polish(self)
        self._sentence.setText(sentence)
        self._mend.setText(mend)
        self._mend.setVisible(bool(mend))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{sentence} {mend}".strip())
        self.show()

    @Slot()
    def _send_away(self) -> None:
        self.hide()
        self.closed.emit()
