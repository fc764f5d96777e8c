from PySide6.QtCore import QEvent, QObject
from pytestqt.qtbot import QtBot

from gui.plots.readout import Entry, Readout
from gui.theme import ThemeKeeper


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self.num = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        self.num += event.type() == QEvent.Type.Paint
        return False


def entries(value: str) -> tuple[Entry, ...]:
    return (Entry("#4477AA", "train", value, ""),)


def test_that_figures_are_painted_seldom_but_at_once_for_who_points(
    qtbot: QtBot, keeper: ThemeKeeper
) -> None:
    readout = Readout(keeper)
    qtbot.addWidget(readout)
    readout.show()
    qtbot.waitExposed(readout)
    readout.set_entries(entries("1"), "")
    paints = Paints(readout)
    qtbot.waitUntil(lambda: paints.num == 1)
    for value in ("2", "3", "4"):
        readout.set_entries(entries(value), "")
    assert readout.words() == "train 4"
    qtbot.waitUntil(lambda: paints.num == 2)
    readout.set_entries(entries("5"), "", at_once=True)
    readout.repaint()
    assert paints.num == 3
