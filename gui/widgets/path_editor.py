"""A file to choose: typed, or found in a dialog that keeps nothing else waiting."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from gui.widgets.fields import FieldEditor


class PythonFileEditor(FieldEditor):
    """The full path of a Python file."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._line = QLineEdit(self)
        self._line.setPlaceholderText(self.tr("A Python file…"))
        self._line.setMinimumWidth(60)
        self._use(self._line)
        self._button = QPushButton(self.tr("Choose…"), self)
        self._button.setObjectName(f"{name}.choose")
        self._button.setAccessibleName(self.tr("Choose a Python file"))
        self._row.addWidget(self._button)
        self._line.textEdited.connect(self._tell)
        self._button.clicked.connect(self._ask)

    @Slot(str)
    def _tell(self, text: str) -> None:
        self.value_changed.emit(text.strip())

    @Slot()
    def _ask(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a Python file"), self._folder())
        dialog.setObjectName(f"{self._name}.dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Python (*.py)"))
        dialog.fileSelected.connect(self._take)
        dialog.open()

    @Slot(str)
    def _take(self, path: str) -> None:
        self._line.setText(path)
        self.value_changed.emit(path)

    def _folder(self) -> str:
        """Where the dialog begins: beside the file that is chosen."""
        text = self._line.text().strip()
        return str(Path(text).parent) if text else ""

    def set_value(self, value: Any) -> None:
        """Show a path, without telling of it; what is being typed stays as it is."""
        if self._line.text().strip() != value:
            with QSignalBlocker(self._line):
                self._line.setText(value)
        self._line.setToolTip(value)
