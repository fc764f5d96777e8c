"""A table of an experiment, a line a candidate or trial: what both look like."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.widgets.plain_table import set_up_lines

_ROW_PIXELS = 27


class LinesTable(QTableView):
    """Lines to be read: no grid, no sorting, columns as wide as what they say."""

    def __init__(self, name: str, parent: QWidget | None) -> None:
        """Has no lines yet: `setModel` gives them.

        Args:
            name: Of the widget.
            parent: Its owner.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setFrameShape(QTableView.Shape.NoFrame)
        set_up_lines(self, _ROW_PIXELS)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionsClickable(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def words(self) -> list[list[str]]:
        """What every cell says, line by line."""
        model = self.model()
        cells = range(model.columnCount())
        return [[str(model.index(row, one).data()) for one in cells] for row in range(model.rowCount())]
