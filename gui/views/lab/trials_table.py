"""The table of trials: options, objective, state, live."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from engine.lab.sweep.results import SweepResult
from gui.models.trial_table import TrialColumn, TrialTableModel

_ROW_PIXELS = 27
_STATE_PIXELS = 124


class TrialsTable(QTableView):
    """A line a trial; a double click opens its run."""

    run_requested = Signal(object)
    """The name of a run's folder, as a path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trials = TrialTableModel(self)
        self.setObjectName("trials")
        self.setAccessibleName(self.tr("Trials"))
        self.setModel(self._trials)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_PIXELS)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(TrialColumn.OPTIONS, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(TrialColumn.STATE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(TrialColumn.STATE, _STATE_PIXELS)
        header.setSectionsClickable(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.activated.connect(self._open)

    def show_result(self, result: SweepResult) -> None:
        """All trials that began."""
        self._trials.show_result(result)

    def words(self) -> list[list[str]]:
        """What every cell says, line by line."""
        model = self._trials
        cells = range(model.columnCount())
        return [[str(model.index(row, one).data()) for one in cells] for row in range(model.rowCount())]

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self._trials.row_at(index)
        if row.run:
            self.run_requested.emit(Path(row.run))
