"""Asks whether a run is to be killed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


class KillDialog(QMessageBox):
    """Accepted where a person means it; to go back is what Enter and Escape do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("run-kill-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Kill this run"))
        self.setText(self.tr("Kill this run?"))
        self.setInformativeText(
            self.tr("Its processes end at once. What came after the last checkpoint is lost.")
        )
        kill = self.addButton(self.tr("Kill"), QMessageBox.ButtonRole.AcceptRole)
        kill.setObjectName("run-kill-agreed")
        kill.setProperty("role", "danger")
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Cancel))
