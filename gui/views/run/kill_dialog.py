"""Asks whether a run is to be killed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget


class KillDialog(QMessageBox):
    """To go back is what Enter and Escape do."""

    agreed = Signal()
    """A person means it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("run-kill-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Kill this run"))
        self.setText(self.tr("Kill this run?"))
        self.setInformativeText(
            self.tr("Its processes end at once. What came after the last checkpoint is lost.")
        )
        kill = QPushButton(self.tr("Kill"), self)
        kill.setObjectName("run-kill-agreed")
        kill.setProperty("role", "danger")
        kill.clicked.connect(self.agreed)
        self.addButton(kill, QMessageBox.ButtonRole.DestructiveRole)  # one that accepts would be the default
        kill.setAutoDefault(False)  # nor is it that while it has the keyboard
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Cancel))
