"""The trials of a sweep as Qt wants them: a line each, figures at the right."""

from enum import IntEnum

from PySide6.QtCore import QObject

from engine.lab.sweep.results import SweepResult, TrialRow
from gui.engine_texts import translate_engine
from gui.models.lines_model import NONE, LinesModel


class TrialColumn(IntEnum):
    """What is told of a trial."""

    NUMBER = 0
    OPTIONS = 1
    OBJECTIVE = 2
    STEPS = 3
    STATE = 4


class TrialTableModel(LinesModel[TrialRow, TrialColumn]):
    """Grows as trials begin."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(TrialColumn, (TrialColumn.OPTIONS, TrialColumn.STATE), parent)
        self._metric = ""

    def show_result(self, result: SweepResult) -> None:
        """All trials that began, with what is known of them."""
        is_other, self._metric = result.metric != self._metric, result.metric
        self._show(result.trials, anew=is_other)

    def _name(self, row: TrialRow) -> str:
        return row.name

    def _is_best(self, row: TrialRow) -> bool:
        return row.is_best

    def _tip(self, row: TrialRow) -> str:
        words = f"{translate_engine(row.sentence)} {translate_engine(row.mend)}".strip()
        return "\n".join(part for part in (row.name, row.run, words) if part)

    def _titles(self) -> tuple[str, ...]:
        return self.tr("trial"), self.tr("options"), self._metric, self.tr("steps"), self.tr("state")

    def text(self, row: TrialRow, column: TrialColumn) -> str:
        """What a cell says."""
        match column:
            case TrialColumn.NUMBER:
                return str(row.number)
            case TrialColumn.OPTIONS:
                return row.name
            case TrialColumn.OBJECTIVE:
                return NONE if row.objective is None else f"{row.objective:.4g}"
            case TrialColumn.STEPS:
                return f"{row.steps:,}"
            case TrialColumn.STATE:
                return self._state(row)

    def _state(self, row: TrialRow) -> str:
        if row.state == "running" and row.total_steps:
            return self.tr("{} % done").format(round(100 * row.steps / row.total_steps))
        words = {
            "drawn": self.tr("about to begin"),
            "running": self.tr("running"),
            "stopping": self.tr("being stopped"),
            "held": self.tr("waits to go on"),
            "completed": self.tr("completed"),
            "stopped_early": self.tr("stopped early"),
            "stopped": self.tr("stopped"),
            "failed": self.tr("failed"),
        }
        return words[row.state]
