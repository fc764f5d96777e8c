"""F1: the help of the field that has the focus, in the window and in its dialogs."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWhatsThis


@Slot()
def show_help() -> None:
    """Shows the help of the focused widget beneath it; nothing where it has none."""
    widget = QApplication.focusWidget()
    words = (widget.whatsThis() or widget.toolTip()) if widget is not None else ""
    if widget is not None and words:
        QWhatsThis.showText(widget.mapToGlobal(widget.rect().bottomLeft()), words, widget)


def add_help_key(dialog: QDialog) -> None:
    """Gives a dialog the key: while it is open, those of the window behind it do nothing."""
    QShortcut(QKeySequence("F1"), dialog).activated.connect(show_help)
