"""The figures of a run: a card with where it stands."""

import time
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.plan.records import AnyPlan, Plan
from gui.widgets.figure import Figure
from gui.widgets.progress import ProgressBar

_FULL = 1000
_NONE = "–"


@dataclass(slots=True)
class RunFigures:
    """The newest figures of a run. None: not known (yet)."""

    step: int = 0
    train_loss: float | None = None
    eval_loss: float | None = None
    accuracy: float | None = None
    """Of the test samples, from 0 to 1."""
    samples_per_second: float | None = None
    step_seconds: float | None = None
    elapsed_seconds: float | None = None


class FiguresCard(QFrame):
    """A caption and a figure each, and the progress with the time that is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        captions = {
            "step": self.tr("Step"),
            "epoch": self.tr("Epoch"),
            "train_loss": self.tr("Loss"),
            "eval_loss": self.tr("Test loss"),
            "accuracy": self.tr("Test accuracy"),
            "samples_per_second": self.tr("Samples/s"),
            "step_seconds": self.tr("Step time"),
            "elapsed": self.tr("Elapsed"),
            "left": self.tr("Left"),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.setSpacing(14)
        self._values: dict[str, Figure] = {}
        for name, caption in captions.items():
            layout.addLayout(self._figure(name, caption), 2 if name == "step" else 1)
        layout.addLayout(self._progress(), 2)

    def _figure(self, name: str, caption: str) -> QVBoxLayout:
        above = QLabel(caption, self)
        above.setProperty("role", "muted")
        value = Figure(_NONE, self)
        value.setProperty("role", "value")
        value.setObjectName(f"figure-{name}")
        value.setAccessibleName(caption)
        self._values[name] = value
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(above)
        column.addWidget(value)
        return column

    def _progress(self) -> QVBoxLayout:
        self._bar = ProgressBar(self)
        self._bar.setRange(0, _FULL)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._bar.setMinimumWidth(90)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._percent = Figure("", self)
        self._percent.setProperty("role", "muted")
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addStretch(1)
        column.addWidget(self._bar)
        column.addWidget(self._percent)
        column.addStretch(1)
        return column

    def words(self, name: str) -> str:
        """What a figure shows."""
        return self._values[name].words

    def show_figures(self, figures: RunFigures, plan: AnyPlan, *, is_live: bool) -> None:
        """Show where the run stands.

        Args:
            figures: The newest.
            plan: How far it is to go.
            is_live: Whether it goes on, so that there is time left.
        """
        total = plan.total_steps
        step = f"{figures.step:,}"
        texts = {
            "step": f"{step} / {total:,}" if total else step,
            "epoch": _epoch(figures.step, plan),
            "train_loss": _number(figures.train_loss),
            "eval_loss": _number(figures.eval_loss),
            "accuracy": _NONE if figures.accuracy is None else f"{100 * figures.accuracy:.2f} %",
            "samples_per_second": _NONE
            if figures.samples_per_second is None
            else f"{figures.samples_per_second:,.0f}",
            "step_seconds": _NONE
            if figures.step_seconds is None
            else f"{1000 * figures.step_seconds:.3g} ms",
            "elapsed": _NONE if figures.elapsed_seconds is None else duration(figures.elapsed_seconds),
            "left": self._left(figures, total) if is_live else _NONE,
        }
        for name, text in texts.items():
            self._values[name].show_words(text)
        share = min(1.0, figures.step / total) if total else 0.0
        self._bar.show_value(round(_FULL * share))
        self._percent.show_words(f"{100 * share:.0f} %" if total else self.tr("no limit in steps"))

    @staticmethod
    def _left(figures: RunFigures, total: int | None) -> str:
        if not total or not figures.step or figures.elapsed_seconds is None:
            return _NONE
        return duration(figures.elapsed_seconds / figures.step * (total - figures.step))


def _epoch(step: int, plan: AnyPlan) -> str:
    return f"{step / max(1, plan.batch.steps_per_epoch):.1f}" if isinstance(plan, Plan) else _NONE


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.4g}"


def duration(seconds: float) -> str:
    """Seconds as `4 s`, `3:05` or `2:03:05`."""
    if seconds < 60:
        return f"{max(0, round(seconds))} s"
    hours, rest = divmod(round(seconds), 3600)
    return (
        f"{hours}:{time.strftime('%M:%S', time.gmtime(rest))}"
        if hours
        else time.strftime("%M:%S", time.gmtime(rest)).removeprefix("0")
    )
