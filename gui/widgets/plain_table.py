"""What tables have in common that are read line by line."""

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView


def set_up_lines(table: QTableView, row_pixels: int) -> None:
    """Whole lines of one height are chosen; no grid, no numbers beside them, and Tab leaves the table."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.horizontalHeader().setHighlightSections(False)
    beside = table.verticalHeader()
    beside.hide()
    beside.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    beside.setDefaultSectionSize(row_pixels)
