"""The state column: the word in its colour."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.models.run_table import RunTableModel
from gui.theme import ThemeKeeper
from gui.widgets.pill import state_colour, state_word


class StateDelegate(QStyledItemDelegate):
    """Colours what the table says."""

    def __init__(self, keeper: ThemeKeeper, model: RunTableModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._model = model

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The state's word and colour, and the place in the queue."""
        super().initStyleOption(option, index)
        row = self._model.row_at(index)
        state = row.state
        colour = QColor(state_colour(state, self._keeper.theme))
        place = f" · {row.queue_position}" if row.queue_position is not None else ""
        option.text = f"● {state_word(state)}{place}"
        palette: QPalette = option.palette
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            palette.setColor(role, colour)
