"""The table of candidates: their figures, live."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from engine.lab.study.results import StudyResult
from gui.models.candidate_table import SOMETIMES, CandidateColumn, CandidateTableModel

_ROW_PIXELS = 27


class CandidatesTable(QTableView):
    """A line a candidate, the single device first; what a line has no room for is its tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidates = CandidateTableModel(self)
        self.setObjectName("candidates")
        self.setAccessibleName(self.tr("Candidates"))
        self.setModel(self._candidates)
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
        header.setSectionsClickable(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

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

    def words(self) -> list[list[str]]:
        """What every cell says, line by line."""
        model = self._candidates
        cells = range(model.columnCount())
        return [[str(model.index(row, one).data()) for one in cells] for row in range(model.rowCount())]
