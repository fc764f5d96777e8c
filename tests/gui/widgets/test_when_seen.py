from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.when_seen import WhenSeen


def test_that_a_hidden_widget_is_told_the_newest_once_it_is_shown(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    told: list[object] = []
    seen = WhenSeen(widget, told.append)
    seen.tell(1)
    seen.tell(2)
    assert told == []
    widget.show()
    assert told == [2]
    seen.tell(3)
    widget.hide()
    widget.show()
    assert told == [2, 3]
