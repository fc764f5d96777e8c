"""What lies in the trash, and what can be done with it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


class TrashDialog(QDialog):
    """A line a run; the chosen ones can be put back, all of them be erased."""

    restore_asked = Signal(object)
    """Paths of the runs that are to be put back."""
    erase_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("runs-trash")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Trash"))
        self.resize(560, 420)
        self._words = QLabel(self.tr("Looking…"), self)
        self._words.setProperty("role", "muted")
        self._list = QListWidget(self)
        self._list.setObjectName("runs-trash-list")
        self._list.setAccessibleName(self.tr("Runs in the trash"))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.itemSelectionChanged.connect(self._allow)
        self._restore = self._button("runs-trash-restore", self.tr("Put back"))
        self._restore.clicked.connect(self._ask_to_restore)
        self._erase = self._button("runs-trash-erase", self.tr("Erase all for good…"))
        self._erase.setProperty("role", "danger")
        self._erase.clicked.connect(self._ask_to_erase)
        close = self._button("runs-trash-close", self.tr("Close"))
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self._restore)
        row.addWidget(self._erase)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        column.addWidget(self._list, 1)
        column.addLayout(row)
        self._allow()

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button

    def show_paths(self, paths: tuple[Path, ...]) -> None:
        """What lies there now."""
        self._list.clear()
        for path in paths:
            item = QListWidgetItem(path.name, self._list)
            item.setData(Qt.ItemDataRole.UserRole, path)
        told = self.tr("%n run(s), newest first. Choose what is to be put back.", "", len(paths))
        nothing = self.tr("The trash is empty. “Move to trash” puts runs here; nothing is erased by itself.")
        self._words.setText(told if paths else nothing)
        self._allow()

    @Slot()
    def _allow(self) -> None:
        self._restore.setEnabled(bool(self._list.selectedItems()))
        self._erase.setEnabled(self._list.count() > 0)

    @Slot()
    def _ask_to_restore(self) -> None:
        paths = tuple(item.data(Qt.ItemDataRole.UserRole) for item in self._list.selectedItems())
        self.restore_asked.emit(paths)

    @Slot()
    def _ask_to_erase(self) -> None:
        box = QMessageBox(self)
        box.setObjectName("runs-erase-dialog")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Erase for good"))
        box.setText(self.tr("Erase %n run(s) for good?", "", self._list.count()))
        box.setInformativeText(self.tr("Their curves, logs and checkpoints cannot be brought back."))
        erase = box.addButton(self.tr("Erase"), QMessageBox.ButtonRole.AcceptRole)
        erase.setObjectName("runs-erase")
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.accepted.connect(self.erase_asked)
        box.open()
