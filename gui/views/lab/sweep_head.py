"""What a sweep is and how it stands, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.lab.sweep.events import SweepState
from engine.lab.sweep.results import SweepResult
from gui.engine_texts import translate_engine
from gui.models.sweep_messages import SweepPlanned
from gui.views.lab.sweep_list import sweep_state_word, sweep_title
from gui.views.lab.words import duration_words
from gui.widgets.card import Card

_MOST_TOLD = 4


class SweepHead(Card):
    """Title, a line about it, its best trial, what is wrong; and the buttons."""

    act_requested = Signal()
    """Start, stop or go on, as the button says."""
    compare_requested = Signal()
    save_requested = Signal()
    reuse_requested = Signal()
    """What was asked of this sweep is to be the beginning of another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._title = self._label("section", "sweep-title")
        self._about = self._label("muted", "sweep-about")
        self._best = self._label("", "sweep-best")
        self._problem = self._label("problem", "sweep-problem")
        self._save = self._button("sweep-save", self.tr("Save as TOML …"), self.save_requested)
        self._reuse = self._button("sweep-reuse", self.tr("Change and start anew"), self.reuse_requested)
        self._compare = self._button("sweep-compare", self.tr("Compare its runs"), self.compare_requested)
        self._act = self._button("sweep-act", "", self.act_requested)
        self._act.setProperty("role", "primary")
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._title, self._about, self._best, self._problem):
            words.addWidget(label)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        for button in (self._save, self._reuse, self._compare, self._act):
            row.addWidget(button)
        self.body.addLayout(row)

    def _label(self, role: str, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)  # it quotes what was typed
        return label

    def _button(self, name: str, text: str, signal: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.clicked.connect(signal)
        return button

    def show_draft(self, name: str, problems: Sequence[str], *, can_save: bool) -> None:
        """A sweep that is not planned yet, or cannot be.

        Args:
            name: Of the sweep.
            problems: What is wrong and stands beside no field.
            can_save: Whether it is a sweep.
        """
        self._title.setText(sweep_title(name))
        if not can_save:
            self._about.setText(self.tr("It cannot start like this: see what stands in red."))
        self._show_words(self._best, ())
        self._show_words(self._problem, problems)
        self._show_buttons(self.tr("Start the sweep"), can_act=False)
        self._save.setVisible(True)
        self._save.setEnabled(can_save)
        self._reuse.setVisible(False)
        self._compare.setVisible(False)

    def show_plan(self, planned: SweepPlanned, problems: Sequence[str], *, is_asked: bool) -> None:
        """What a sweep will do.

        Args:
            planned: The sweep, planned.
            problems: What is wrong and stands beside no field.
            is_asked: Whether it was asked to start.
        """
        result = planned.result
        parts = self._sought_words(result)
        parts.append(self.tr("%n trial(s)", "", result.num_trials))
        parts.append(self.tr("{} at once").format(result.at_once))
        if result.most_seconds is not None:
            parts.append(self.tr("at most {}").format(duration_words(result.most_seconds)))
        else:
            parts.append(self.tr("how long is known once one has ended"))
        self.show_draft(result.name, problems, can_save=True)
        self._about.setText(" · ".join(parts))
        words = self.tr("Starting…") if is_asked else self.tr("Start the sweep")
        self._show_buttons(words, can_act=not is_asked and not planned.problems)

    def show_result(self, result: SweepResult, *, is_asked: bool) -> None:
        """How a sweep stands that was started.

        Args:
            result: What it has found so far.
            is_asked: Whether it was asked to stop or go on.
        """
        self._title.setText(sweep_title(result.name))
        self._about.setText(" · ".join([*self._sought_words(result), *self._state_words(result)]))
        best = self._best_words(result)
        self._show_words(self._best, [best] if best else ())
        self._show_words(self._problem, [translate_engine(result.sentence)] if result.sentence else ())
        if result.state.can_go_on:
            words = self.tr("Starting…") if is_asked else self.tr("Go on")
        else:
            words = self.tr("Saving and stopping…") if is_asked else self.tr("Stop the sweep")
        self._show_buttons(words, can_act=not is_asked)
        self._act.setVisible(result.state is not SweepState.COMPLETED)
        self._save.setVisible(False)
        self._reuse.setVisible(True)
        self._compare.setVisible(any(row.run for row in result.trials))

    def _show_buttons(self, words: str, *, can_act: bool) -> None:
        self._act.setText(words)
        self._act.setVisible(True)
        self._act.setEnabled(can_act)

    def _show_words(self, label: QLabel, sentences: Sequence[str]) -> None:
        label.setText("\n".join(sentences[:_MOST_TOLD]))
        label.setVisible(bool(sentences))

    def _sought_words(self, result: SweepResult) -> list[str]:
        methods = {"grid": self.tr("every combination"), "random": self.tr("at random"), "optuna": "Optuna"}
        sought = self.tr("the most {}") if result.maximizes else self.tr("the least {}")
        return [methods[result.method], sought.format(result.metric)]

    def _state_words(self, result: SweepResult) -> list[str]:
        parts = [
            sweep_state_word(result.state),
            self.tr("{0} of {1} trials").format(result.num_over, result.num_trials),
        ]
        early = sum(row.state == "stopped_early" for row in result.trials)
        if early:
            parts.append(self.tr("{} stopped early").format(early))
        if result.seconds_left:
            parts.append(self.tr("about {} left").format(duration_words(result.seconds_left)))
        return parts

    def _best_words(self, result: SweepResult) -> str:
        best = result.best
        if best is None or best.objective is None:
            return ""
        return self.tr("Best so far: trial {0} with {1}: {2}").format(
            best.number, best.name, f"{best.objective:.4g}"
        )
