"""What the pages with a plot share: how they are laid out, and how their plot is saved."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QLabel, QSplitter, QVBoxLayout, QWidget

from gui.widgets.card import Card

_SIZES = (840, 330)


class Savable(Protocol):
    """A plot."""

    def export(self, path: Path) -> None:
        """Save it as a picture or a drawing, by the ending of the name. Raises OSError."""


class PlotSaver(QObject):
    """Asks for a file and saves a plot there."""

    failed = Signal(str)
    """A sentence: why it could not be saved."""

    def __init__(self, plot: Savable, first_name: str, parent: QWidget) -> None:
        """Of a plot.

        Args:
            plot: What is saved.
            first_name: What the file is called unless a person says otherwise.
            parent: Its owner, over which is asked.
        """
        super().__init__(parent)
        self._plot, self._name, self._over = plot, first_name, parent

    @Slot()
    def ask(self) -> None:
        """Ask where, then save."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._over, self.tr("Export the plot"), self._name, "PNG (*.png);;SVG (*.svg)"
        )
        if chosen:
            try:
                self._plot.export(Path(chosen))
            except OSError as error:
                self.failed.emit(self.tr("The plot could not be saved: {}.").format(error))


def lay_beside(page: QWidget, options: QWidget, plot: QWidget, legend: QWidget, note: QLabel) -> None:
    """Options above, the plot on a card with its list at the right, a note below."""
    note.setProperty("role", "muted")
    note.setWordWrap(True)
    card = Card("", page)
    card.body.addWidget(plot)
    sides = QSplitter(Qt.Orientation.Horizontal, page)
    sides.setChildrenCollapsible(False)
    sides.setHandleWidth(12)
    sides.addWidget(card)
    sides.addWidget(legend)
    sides.setStretchFactor(0, 1)
    sides.setSizes(_SIZES)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 10, 0, 0)
    column.setSpacing(8)
    column.addWidget(options)
    column.addWidget(sides, 1)
    column.addWidget(note)
