"""Asks whether runs are to go to the trash."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from gui.models.messages import RunRow


class DeleteDialog(QMessageBox):
    """Tells what goes along and where it will be."""

    agreed = Signal(object)
    """The RunRows that are to go."""

    def __init__(self, rows: tuple[RunRow, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setObjectName("runs-delete-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Move to trash"))
        several = self.tr("Move {} runs to the trash?").format(len(rows))
        self.setText(several if len(rows) > 1 else self.tr("Move this run to the trash?"))
        self.setInformativeText(
            self.tr("Checkpoints and logs go along. Nothing is erased: the trash is under “Import, export”.")
        )
        move = self.addButton(self.tr("Move to trash"), QMessageBox.ButtonRole.AcceptRole)
        self.addButton(QMessageBox.StandardButton.Cancel)
        self.setDefaultButton(move)
        self.accepted.connect(self._agree)

    @Slot()
    def _agree(self) -> None:
        self.agreed.emit(self._rows)
