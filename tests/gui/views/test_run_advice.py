import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.views.run.step_advice import StepAdvice, limit_of


@pytest.mark.parametrize(
    ("shares", "limit"),
    [
        ({}, ""),
        ({"forward": 0.4, "backward": 0.5, "communication": 0.1}, "compute"),
        ({"data": 0.2, "communication": 0.4, "forward": 0.4}, "data"),
        ({"data": 0.01, "communication": 0.4, "forward": 0.59}, "communication"),
        ({"rest": 0.3, "forward": 0.7}, "rest"),
    ],
)
def test_that_the_first_phase_that_takes_too_much_limits(shares: dict[str, float], limit: str) -> None:
    assert limit_of(shares) == limit


def test_that_it_is_said_and_taken_back(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    advice = StepAdvice(parent)
    advice.show_shares({"data": 0.5, "forward": 0.5})
    assert "data workers" in advice.text()
    advice.show_shares({})
    assert advice.text() == ""
