"""The table of trials: options, objective, state, live."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QWidget

from engine.lab.sweep.results import SweepResult
from gui.models.trial_table import TrialColumn, TrialTableModel
from gui.views.lab.lines_table import LinesTable

_STATE_PIXELS = 124


class TrialsTable(LinesTable):
    """A line a trial; a double click opens its run."""

    run_requested = Signal(object)
    """The name of a run's folder, as a path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("trials", parent)
        self.setAccessibleName(self.tr("Trials"))
        self._trials = TrialTableModel(self)
        self.setModel(self._trials)
        header = self.horizontalHeader()
        header.setSectionResizeMode(TrialColumn.OPTIONS, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(TrialColumn.STATE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(TrialColumn.STATE, _STATE_PIXELS)
        self.activated.connect(self._open)

    def show_result(self, result: SweepResult) -> None:
        """All trials that began."""
        self._trials.show_result(result)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self._trials.row_at(index)
        if row.run:
            self.run_requested.emit(Path(row.run))
