"""What the spec becomes on this machine: its weave, its figures, and what is wrong or worth knowing."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from engine.devices.inventory import Inventory
from engine.plan.batch import describe_batch
from engine.plan.records import Plan, ScriptPlan
from gui.engine_texts import translate_engine
from gui.models.spec_draft import Forecast
from gui.plots.weave import WeaveView
from gui.theme import ThemeKeeper
from gui.views.compose.problem_list import ProblemList
from gui.views.compose.script_words import script_words
from gui.views.compose.words import reading_words
from gui.widgets.card import Card
from gui.widgets.scrolled import scrolled

WAIT_MS = 800
"""So long the plan of before is shown while data or model are read."""


class _Figure(QWidget):
    """A number above the word for it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._value, self._word = QLabel(self), QLabel(self)
        self._value.setProperty("role", "value")
        self._word.setProperty("role", "muted")
        layout.addWidget(self._value)
        layout.addWidget(self._word)

    def show_figure(self, value: str, word: str, explanation: str = "") -> None:
        self._value.setText(value)
        self._word.setText(word)
        self.setToolTip(explanation)
        self.setAccessibleName(f"{value} {word}")


class PlanCard(QWidget):
    """Always up to date."""

    problem_activated = Signal(object)
    """The problem that was clicked."""
    fix_requested = Signal(object)
    """Changes of the spec that mend one."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose-plan")
        corner = QLabel(self.tr("updated as you edit"), self)
        corner.setProperty("role", "muted")
        card = Card(self.tr("The plan"), self, corner=corner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self._sentence = QLabel(self)
        self._sentence.setObjectName("batch-sentence")
        self._sentence.setWordWrap(True)
        self.weave = WeaveView(keeper, self)
        self._heading = QLabel(self)
        self._heading.setProperty("role", "section")
        self._problems = ProblemList(keeper, self)
        self._problems.activated.connect(self.problem_activated)
        self._problems.fix_requested.connect(self.fix_requested)
        card.body.addWidget(self._sentence)
        figures, upper, lower = self._figures(), _line(self), _line(self)
        card.body.addWidget(self.weave, 3)
        for part in (upper, figures, lower):
            card.body.addWidget(part)
        self._only_with_plan = (self.weave, upper, figures)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT_MS)
        self._waiting.timeout.connect(self._hide_plan)
        card.body.addWidget(self._heading)
        card.body.addWidget(self._scrolled(), 2)

    def _figures(self) -> QWidget:
        figures = QWidget(self)
        row = QHBoxLayout(figures)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self._ranks = _Figure("plan-ranks", self)
        self._epoch = _Figure("plan-epoch", self)
        self._total = _Figure("plan-total", self)
        self._samples = _Figure("plan-samples", self)
        self._bubble = _Figure("plan-bubble", self)
        for figure in (self._ranks, self._epoch, self._total, self._samples, self._bubble):
            row.addWidget(figure, 1)
        return figures

    def _scrolled(self) -> QScrollArea:
        page = QWidget(self)
        area = scrolled(page, self)
        area.setObjectName("problems-area")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.addWidget(self._problems)
        rows.addStretch(1)
        return area

    def set_inventory(self, inventory: Inventory) -> None:
        """So that devices keep their colours."""
        self.weave.set_inventory(inventory)

    def show_forecast(self, forecast: Forecast) -> None:
        """The plan, or why there is none."""
        plan = forecast.plan
        if forecast.is_pending:  # the plan there was stays for the moment that this mostly takes
            if not self._waiting.isActive():
                self._waiting.start()
            reading = forecast.survey.reading
            words = reading_words(reading) if reading else self.tr("Data and model are being read…")
            self._sentence.setText(words)
            self._problems.show_problems(forecast.problems, forecast.marked)
            self._heading.setText(self.tr("Worth knowing"))
            return
        self._waiting.stop()
        training = plan if isinstance(plan, Plan) else None
        model = forecast.survey.model
        self.weave.set_plan(training, forecast.spec, model.blocks if model else ())
        for part in self._only_with_plan:
            part.setVisible(training is not None)
        self._problems.show_problems(forecast.problems, forecast.marked)
        if forecast.errors:
            self._heading.setText(self.tr("To be mended"))
        else:
            self._heading.setText(self.tr("Worth knowing") if forecast.problems else self.tr("No problems"))
        if plan is None:
            self._sentence.setText(self.tr("There is no plan yet: see below what is missing."))
        elif isinstance(plan, ScriptPlan):
            self._sentence.setText(script_words(plan, forecast.spec))
        else:
            self._show_plan(plan)

    @Slot()
    def _hide_plan(self) -> None:
        for part in self._only_with_plan:
            part.hide()

    def _show_plan(self, plan: Plan) -> None:
        batch = plan.batch
        self._sentence.setText(translate_engine(describe_batch(batch)))
        self._ranks.show_figure(
            str(plan.world_size),
            self.tr("rank(s)", "", plan.world_size),
            self.tr("Processes, joined by {}").format(plan.backend),
        )
        self._epoch.show_figure(
            f"{batch.steps_per_epoch:,}",
            self.tr("step(s) an epoch", "", batch.steps_per_epoch),
            self.tr("The last of them has %n sample(s)", "", batch.last_batch_samples)
            if batch.last_batch_samples
            else self.tr("All of them whole"),
        )
        self._total.show_figure(
            self.tr("open") if plan.total_steps is None else f"{plan.total_steps:,}",
            self.tr("step(s) in all", "", plan.total_steps or 0),
            self.tr("Where the limits in epochs and steps end the run"),
        )
        self._samples.show_figure(
            f"{plan.facts.num_train:,}",
            self.tr("training sample(s)", "", plan.facts.num_train),
            self.tr("{} more to evaluate on").format(f"{plan.facts.num_test:,}"),
        )
        self._bubble.setVisible(plan.bubble is not None)
        if plan.bubble is not None:
            self._bubble.show_figure(
                f"{100 * plan.bubble:.0f} %",
                self.tr("bubble"),
                self.tr(
                    "The share of a step in which a device waits for another, if all stages cost the same "
                    "and passing on costs nothing"
                ),
            )


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setFrameShape(QFrame.Shape.HLine)
    line.setProperty("rule", "true")
    return line
