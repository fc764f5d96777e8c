"""Closing the window while runs live: they need no window, but a person decides."""

from enum import StrEnum

from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget


class Choice(StrEnum):
    """What becomes of the runs."""

    LEAVE = "leave"
    STOP = "stop"
    CANCEL = "cancel"


class ClosingDialog(QMessageBox):
    """Leave them running (the default), stop them with a checkpoint, or stay."""

    def __init__(self, num_alive: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("closing")
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(self.tr("Close Paraloom"))
        self.setText(self.tr("%n run(s) still alive.", "", num_alive))
        self.setInformativeText(
            self.tr("Training needs no window. Open it again, and all is here with what happened meanwhile.")
        )
        roles = QMessageBox.ButtonRole
        self._buttons: dict[QPushButton, Choice] = {
            self.addButton(self.tr("Leave running"), roles.AcceptRole): Choice.LEAVE,
            self.addButton(self.tr("Save and stop"), roles.DestructiveRole): Choice.STOP,
            self.addButton(self.tr("Cancel"), roles.RejectRole): Choice.CANCEL,
        }
        first, _, last = self._buttons
        self.setDefaultButton(first)
        self.setEscapeButton(last)

    def ask(self) -> Choice:
        """What the person chose."""
        self.exec()
        clicked = self.clickedButton()
        return next((choice for button, choice in self._buttons.items() if button is clicked), Choice.CANCEL)
