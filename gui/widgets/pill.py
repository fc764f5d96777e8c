"""The state of a run in a word, on its colour."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.record.events import RunState
from gui.theme import Theme, ThemeKeeper

_COLOURS = {
    RunState.QUEUED: "muted",
    RunState.STARTING: "accent",
    RunState.RUNNING: "accent",
    RunState.PAUSED: "warn",
    RunState.STOPPING: "warn",
    RunState.STOPPED: "muted",
    RunState.COMPLETED: "good",
    RunState.FAILED: "bad",
    RunState.INTERRUPTED: "warn",
}
_TINT = 0.22


def state_word(state: RunState) -> str:
    """The state in the person's language."""
    words = {
        RunState.CREATED: QCoreApplication.translate("RunState", "created"),
        RunState.QUEUED: QCoreApplication.translate("RunState", "queued"),
        RunState.STARTING: QCoreApplication.translate("RunState", "starting"),
        RunState.RUNNING: QCoreApplication.translate("RunState", "running"),
        RunState.PAUSED: QCoreApplication.translate("RunState", "paused"),
        RunState.STOPPING: QCoreApplication.translate("RunState", "stopping"),
        RunState.STOPPED: QCoreApplication.translate("RunState", "stopped"),
        RunState.COMPLETED: QCoreApplication.translate("RunState", "completed"),
        RunState.KILLED: QCoreApplication.translate("RunState", "killed"),
        RunState.FAILED: QCoreApplication.translate("RunState", "failed"),
        RunState.INTERRUPTED: QCoreApplication.translate("RunState", "interrupted"),
    }
    return words[state]


def state_colour(state: RunState, theme: Theme) -> str:
    """The state's colour in a theme."""
    return str(getattr(theme, _COLOURS.get(state, "muted")))


class Pill(QWidget):
    """A small rounded label."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._state: RunState | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        keeper.changed.connect(self._repaint)

    @property
    def state(self) -> RunState | None:
        """What it shows."""
        return self._state

    def set_state(self, state: RunState) -> None:
        """Show a state."""
        if state is self._state:
            return
        self._state = state
        self.setAccessibleName(state_word(state))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        word = state_word(self._state) if self._state else ""
        return QSize(self.fontMetrics().horizontalAdvance(word) + 20, self.fontMetrics().height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tinted round box with the word."""
        if self._state is None:
            return
        colour = QColor(state_colour(self._state, self._keeper.theme))
        ground = QColor(colour)
        ground.setAlphaF(_TINT)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setPen(QColor(self._keeper.theme.text))  # no colour can be read on a tint of itself
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, state_word(self._state))
        painter.end()

    @Slot()
    def _repaint(self) -> None:
        self.update()
