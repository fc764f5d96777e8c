"""Choosing options and metrics that get a column of their own."""

from collections.abc import Iterable

from PySide6.QtCore import QSortFilterProxyModel, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

_SIZE = (440, 480)


class MoreColumnsDialog(QDialog):
    """A list of every option and metric that any run has, to be searched and chosen from."""

    chosen = Signal(object)
    """The names that were chosen, as a tuple."""

    def __init__(self, metrics: Iterable[str], options: Iterable[str], parent: QWidget) -> None:
        """Shows metrics first.

        Args:
            metrics: `last(eval/loss)` and the like.
            options: Dotted names.
            parent: Its owner.
        """
        super().__init__(parent)
        self.setObjectName("runs-more-columns-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Columns of options and metrics"))
        self.resize(*_SIZE)
        self._names = QStringListModel([*sorted(metrics, key=_by_metric), *sorted(options)], self)
        self._fitting = QSortFilterProxyModel(self)
        self._fitting.setSourceModel(self._names)
        self._fitting.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._search = QLineEdit(self)
        self._search.setObjectName("runs-more-columns-search")
        self._search.setAccessibleName(self.tr("Search options and metrics"))
        self._search.setPlaceholderText(self.tr("For instance learning_rate or eval/accuracy"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._fitting.setFilterFixedString)
        self._list = QListView(self)
        self._list.setObjectName("runs-more-columns-list")
        self._list.setAccessibleName(self.tr("Options and metrics"))
        self._list.setModel(self._fitting)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.doubleClicked.connect(self.accept)
        hint = QLabel(self.tr("last, min and max are a metric's last, least and greatest value."), self)
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        add = buttons.addButton(self.tr("Add columns"), QDialogButtonBox.ButtonRole.AcceptRole)
        add.setObjectName("runs-add-columns")
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self._search, self._list, hint, buttons):
            layout.addWidget(widget)

    def accept(self) -> None:
        """Tell what was chosen."""
        indexes = sorted(self._list.selectionModel().selectedIndexes(), key=lambda index: index.row())
        self.chosen.emit(tuple(str(index.data()) for index in indexes))
        super().accept()


def _by_metric(name: str) -> tuple[str, str]:
    which, _, metric = name.partition("(")
    return metric, which
