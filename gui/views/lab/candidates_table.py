"""The table of candidates: their figures, live."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from engine.lab.study.results import StudyResult
from gui.models.candidate_table import SOMETIMES, CandidateColumn, CandidateTableModel
from gui.views.lab.lines_table import LinesTable


class CandidatesTable(LinesTable):
    """A line a candidate, the single device first; what a line has no room for is its tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("candidates", parent)
        self.setAccessibleName(self.tr("Candidates"))
        self._candidates = CandidateTableModel(self)
        self.setModel(self._candidates)

    def show_result(self, result: StudyResult) -> None:
        """All candidates, with what is known of them."""
        self._candidates.show_result(result)
        for column in SOMETIMES:
            self.setColumnHidden(column, not self._candidates.has_figures(column))
        self._fit_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names take what is left, and are never cut: where there is too little the table scrolls."""
        super().resizeEvent(event)
        self._fit_names()

    def _fit_names(self) -> None:
        header, name = self.horizontalHeader(), CandidateColumn.NAME
        others = sum(header.sectionSize(column) for column in CandidateColumn if column != name)
        fits = self.sizeHintForColumn(name) + others <= self.viewport().width()
        modes = QHeaderView.ResizeMode
        header.setSectionResizeMode(name, modes.Stretch if fits else modes.ResizeToContents)
