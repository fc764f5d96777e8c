"""The head of a run: what it is, where it stands, and the buttons that steer it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.record.events import RunState
from gui.theme import ThemeKeeper, icon
from gui.views.run.steering import NOT_OF_SCRIPTS, Steering
from gui.widgets.pill import Pill

_STEERING = ("pause", "continue", "checkpoint", "evaluate", "stop", "kill", "elsewhere", "resume")
_GIVE_UP_WORDS = ("evaluate", "checkpoint", "elsewhere", "pause", "continue", "stop")
"""Where the title has no room these buttons keep only their icon, the first one first."""
_PILL_GAP, _BUTTON_GAP = 10, 8
_ICONS = {"continue": "play"}


class RunHeader(QWidget):
    """Title and state at the left, buttons at the right."""

    asked = Signal(str)
    """The action of the button that was pressed."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._pill = Pill(keeper, self)
        self._title = _elastic(_Title(self), "title")
        self._title.setObjectName("run-title")
        self._subtitle = _elastic(QLabel(self), "muted")
        self._subtitle.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons: dict[str, QPushButton] = {}
        self._shown: tuple[RunState, frozenset[str]] | None = None
        self._pending: frozenset[str] = frozenset()
        self._words = {
            "pause": (self.tr("Pause"), self.tr("Pausing…")),
            "continue": (self.tr("Continue"), self.tr("Continuing…")),
            "checkpoint": (self.tr("Checkpoint now"), self.tr("Saving…")),
            "evaluate": (self.tr("Evaluate now"), self.tr("Evaluating…")),
            "stop": (self.tr("Stop"), self.tr("Stopping…")),
            "kill": (self.tr("Kill"), self.tr("Killing…")),
            "resume": (self.tr("Resume"), self.tr("Resuming…")),
            "elsewhere": (self.tr("Resume elsewhere…"), self.tr("Resume elsewhere…")),
        }
        self._lay_out()
        self._tint()
        keeper.changed.connect(self._tint)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(_PILL_GAP)
        first.addWidget(self._title, 0)
        first.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addLayout(first)
        names.addWidget(self._subtitle)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_BUTTON_GAP)
        layout.addLayout(names, 1)
        for action in _STEERING:
            button = QPushButton(self._words[action][0], self)
            button.setObjectName(f"run-{action}")
            button.setProperty("action", action)
            button.setAccessibleName(self._words[action][0])
            if action in ("kill", "resume"):
                button.setProperty("role", "danger" if action == "kill" else "primary")
            button.clicked.connect(self._press)
            self._buttons[action] = button
            layout.addWidget(button)
        layout.addWidget(self._build_more())
        self._buttons["pause"].setToolTip(self.tr("Pause after this step; its devices stay its own."))
        self._buttons["continue"].setToolTip(self.tr("Continue where it was paused."))
        self._buttons["checkpoint"].setToolTip(self.tr("Save a checkpoint now, and go on."))
        self._buttons["evaluate"].setToolTip(self.tr("Evaluate on the test samples now, and go on."))
        self._buttons["stop"].setToolTip(self.tr("Stop after this step; a checkpoint is saved first."))
        self._buttons["kill"].setToolTip(self.tr("End its processes now, without a checkpoint."))
        self._buttons["resume"].setToolTip(self.tr("Go on from the last checkpoint, on the same devices."))
        self._buttons["elsewhere"].setToolTip(
            self.tr("Go on with other devices, another strategy or a higher limit: choose them in Compose.")
        )

    def _build_more(self) -> QToolButton:
        self._more = QToolButton(self)
        self._more.setObjectName("run-more")
        self._more.setAccessibleName(self.tr("More"))
        self._more.setToolTip(self.tr("More"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._more)
        for action, word in (
            ("clone", self.tr("Clone into Compose")),
            ("folder", self.tr("Open its folder")),
            ("copy", self.tr("Copy the folder's path")),
        ):
            menu.addAction(word).setProperty("action", action)
        menu.triggered.connect(self._choose)
        self._more.setMenu(menu)
        return self._more

    def button(self, action: str) -> QPushButton:
        """The button of an action."""
        return self._buttons[action]

    @property
    def menu(self) -> QMenu:
        """What else can be done with the run."""
        return self._more.menu()

    def show_name(self, title: str, subtitle: str) -> None:
        """What the run is, and its folder and seed."""
        self._title.setText(title)
        self._title.setToolTip(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setToolTip(subtitle)
        self._fit_words()

    def show_steering(self, steering: Steering) -> None:
        """State and buttons; a button tells what it is doing until that is done."""
        shown = (steering.state, steering.pending)
        if shown == self._shown:  # asked with every update of a run, twenty times a second
            return
        self._shown = shown
        self._pill.set_state(steering.state)
        self._pending = steering.pending
        live = not steering.state.is_over
        for action in _STEERING:
            button = self._buttons[action]
            button.setEnabled(steering.can(action))
            button.setVisible(live)
        is_paused = steering.can("continue") or "continue" in steering.pending
        self._buttons["pause"].setVisible(live and not is_paused)
        self._buttons["continue"].setVisible(is_paused)
        self._buttons["resume"].setVisible(steering.state.can_resume and not steering.is_script)
        self._buttons["elsewhere"].setVisible(steering.state.is_over and not steering.is_script)
        self._fit_words()

    def _fit_words(self) -> None:
        """Words on the buttons, as far as they leave the title in full; the others are under the mouse."""
        for action, button in self._buttons.items():
            word, doing = self._words[action]
            button.setText(doing if action in self._pending else word)
        shown = [button for button in (*self._buttons.values(), self._more) if not button.isHidden()]
        room = self.width() - self._title.sizeHint().width() - _PILL_GAP - self._pill.sizeHint().width()
        room -= sum(button.sizeHint().width() + _BUTTON_GAP for button in shown)
        for action in _GIVE_UP_WORDS:
            button = self._buttons[action]
            if room < 0 and not button.isHidden() and action not in self._pending:
                room += button.sizeHint().width()
                button.setText("")
                room -= button.sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, more words."""
        super().resizeEvent(event)
        self._fit_words()

    def tell_script(self) -> None:
        """Say what the buttons mean for a person's own script, and why two of them do nothing."""
        why = self.tr("A script saves and evaluates when it wants to: Paraloom cannot ask it for that.")
        tips = {
            "pause": self.tr("Hold all its processes. What it waits for with a time limit goes on counting."),
            "stop": self.tr("Ask the script to end, as Ctrl+C would; it is given time to save."),
            "kill": self.tr("End its processes now."),
        }
        for action, button in self._buttons.items():
            button.setToolTip(why if action in NOT_OF_SCRIPTS else tips.get(action, button.toolTip()))

    @Slot()
    def _press(self) -> None:
        self.asked.emit(str(self.sender().property("action")))

    @Slot("QAction*")
    def _choose(self, action: object) -> None:
        self.asked.emit(str(action.property("action")))  # type: ignore[attr-defined]

    @Slot()
    def _tint(self) -> None:
        theme = self._keeper.theme
        self._more.setIcon(icon("more", theme.text))
        for action, button in self._buttons.items():
            shade = {"kill": theme.bad, "resume": theme.accent_text}.get(action, theme.muted)
            button.setIcon(icon(_ICONS.get(action, action), shade))


class _Title(QLabel):
    """A title that ends in dots where there is no room; all of it is in its tool tip."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """As much of it as fits."""
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        painter.drawText(self.rect(), self.alignment(), words)
        painter.end()


def _elastic(label: QLabel, role: str) -> QLabel:
    """A label that may be narrower than its text: a long name never widens the window."""
    label.setProperty("role", role)
    label.setMinimumWidth(40)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return label
