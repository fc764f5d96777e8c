"""The trials of a sweep as Qt wants them: a line each, figures at the right."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from engine.lab.sweep.results import SweepResult, TrialRow
from gui.engine_texts import translate_engine

NONE = "–"
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class TrialColumn(IntEnum):
    """What is told of a trial."""

    NUMBER = 0
    OPTIONS = 1
    OBJECTIVE = 2
    STEPS = 3
    STATE = 4


class TrialTableModel(QAbstractTableModel):
    """Changed in place as the sweep goes on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TrialRow, ...] = ()
        self._metric = ""

    def show_result(self, result: SweepResult) -> None:
        """All trials that began, with what is known of them."""
        known = len(self._rows)
        same = [row.name for row in self._rows] == [row.name for row in result.trials[:known]]
        is_other = not same or result.metric != self._metric or len(result.trials) < known
        if is_other:
            self.beginResetModel()
        elif len(result.trials) > known:
            self.beginInsertRows(_NO_PARENT, known, len(result.trials) - 1)
        grown = not is_other and len(result.trials) > known
        self._rows, self._metric = result.trials, result.metric
        if is_other:
            self.endResetModel()
        elif grown:
            self.endInsertRows()
        if known and not is_other:
            self.dataChanged.emit(self.index(0, 0), self.index(known - 1, len(TrialColumn) - 1))

    def row_at(self, index: Index) -> TrialRow:
        """The trial of a valid index."""
        return self._rows[index.row()]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """How many trials began."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(TrialColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows; the best trial is set in bold."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], TrialColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            words = f"{translate_engine(row.sentence)} {translate_engine(row.mend)}".strip()
            return "\n".join(part for part in (row.name, row.run, words) if part)
        if role == Qt.ItemDataRole.FontRole and row.is_best:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The title of a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(TrialColumn):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            words = (self.tr("trial"), self.tr("options"), self._metric, self.tr("steps"), self.tr("state"))
            return words[section]
        return _side(TrialColumn(section)) if role == Qt.ItemDataRole.TextAlignmentRole else None

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


def _side(column: TrialColumn) -> Qt.AlignmentFlag:
    texts = (TrialColumn.OPTIONS, TrialColumn.STATE)
    side = Qt.AlignmentFlag.AlignLeft if column in texts else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
