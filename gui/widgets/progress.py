"""A bar that tells how far something is."""

from PySide6.QtWidgets import QProgressBar


class ProgressBar(QProgressBar):
    """Painted with what else has changed: Qt's own paints the whole window at once with each new value."""

    def show_value(self, value: int) -> None:
        """Show another value."""
        if value != self.value():
            self.setUpdatesEnabled(False)
            self.setValue(value)
            self.setUpdatesEnabled(True)
