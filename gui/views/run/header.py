"""The head of a run: where it stands, and the buttons that steer it."""

import time

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from engine.plan.records import Plan
from gui.theme import ThemeKeeper, icon
from gui.views.run.steering import Steering
from gui.widgets.pill import Pill

_FULL = 1000
_STEERING = ("pause", "continue", "checkpoint", "evaluate", "stop", "kill", "resume")
_OTHERS = ("clone", "folder")
_ICONS = {"continue": "play"}


class RunHeader(QWidget):
    """State, name, progress with the time that is left, samples a second, buttons."""

    asked = Signal(str)
    """The action of the button that was pressed."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._pill = Pill(keeper, self)
        self._name = QLabel(self)
        self._name.setProperty("role", "title")
        self._figures = QLabel(self)
        self._figures.setProperty("role", "muted")
        self._figures.setObjectName("run-figures")
        self._bar = QProgressBar(self)
        self._bar.setRange(0, _FULL)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._buttons: dict[str, QPushButton] = {}
        self._words = {
            "pause": (self.tr("Pause"), self.tr("Pausing…")),
            "continue": (self.tr("Continue"), self.tr("Continuing…")),
            "checkpoint": (self.tr("Checkpoint now"), self.tr("Saving…")),
            "evaluate": (self.tr("Evaluate now"), self.tr("Evaluating…")),
            "stop": (self.tr("Stop"), self.tr("Stopping…")),
            "kill": (self.tr("Kill"), self.tr("Killing…")),
            "resume": (self.tr("Resume"), self.tr("Resuming…")),
            "clone": (self.tr("Clone"), ""),
            "folder": (self.tr("Folder"), ""),
        }
        self._lay_out()
        self._tint()
        keeper.changed.connect(self._tint)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._name)
        first.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        for action in (*_STEERING, *_OTHERS):
            button = QPushButton(self._words[action][0], self)
            button.setObjectName(f"run-{action}")
            button.setProperty("action", action)
            if action == "kill":
                button.setProperty("role", "danger")
            button.clicked.connect(self._press)
            self._buttons[action] = button
            first.addWidget(button)
        self._buttons["stop"].setToolTip(self.tr("Stop after this step; a checkpoint is saved first."))
        self._buttons["kill"].setToolTip(self.tr("End its processes now, without a checkpoint."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(first)
        layout.addWidget(self._figures)
        layout.addWidget(self._bar)

    def button(self, action: str) -> QPushButton:
        """The button of an action."""
        return self._buttons[action]

    def show_name(self, name: str) -> None:
        """The run's name."""
        self._name.setText(name)

    def show_steering(self, steering: Steering) -> None:
        """State and buttons; a button tells what it is doing until that is done."""
        self._pill.set_state(steering.state)
        live = not steering.state.is_over
        for action in _STEERING:
            button = self._buttons[action]
            word, doing = self._words[action]
            button.setText(doing if action in steering.pending else word)
            button.setEnabled(steering.can(action))
            button.setVisible(live if action not in ("resume", "continue") else True)
        self._buttons["pause"].setVisible(live and not steering.can("continue"))
        self._buttons["continue"].setVisible(steering.can("continue"))
        self._buttons["resume"].setVisible(steering.state.can_resume)
        self._buttons["resume"].setProperty("role", "primary")

    def show_progress(
        self, plan: Plan, step: int, samples_per_second: float | None, *, is_live: bool, seconds: float | None
    ) -> None:
        """How far it is.

        Args:
            plan: The run's plan.
            step: Steps done.
            samples_per_second: Its rate, where known.
            is_live: Whether it goes on.
            seconds: Seconds a step, where known, for the time that is left.
        """
        epoch = step / max(1, plan.batch.steps_per_epoch)
        total = plan.total_steps
        words = [
            self.tr("step {} of {}").format(f"{step:,}", f"{total:,}")
            if total
            else self.tr("step {}").format(f"{step:,}"),
            self.tr("epoch {}").format(f"{epoch:.1f}"),
        ]
        if samples_per_second is not None:
            words.append(self.tr("{} samples/s").format(f"{samples_per_second:,.0f}"))
        if is_live and total and seconds:
            words.append(self.tr("{} left").format(duration((total - step) * seconds)))
        self._figures.setText("   ·   ".join(words))
        self._bar.setValue(round(_FULL * step / total) if total else 0)

    @Slot()
    def _press(self) -> None:
        self.asked.emit(str(self.sender().property("action")))

    @Slot()
    def _tint(self) -> None:
        theme = self._keeper.theme
        for action, button in self._buttons.items():
            button.setIcon(icon(_ICONS.get(action, action), theme.bad if action == "kill" else theme.muted))


def duration(seconds: float) -> str:
    """Seconds as `4 s`, `3:05` or `2:03:05`."""
    if seconds < 60:
        return f"{max(0, round(seconds))} s"
    text = time.strftime("%H:%M:%S", time.gmtime(seconds))
    return text.removeprefix("00:").removeprefix("0")
