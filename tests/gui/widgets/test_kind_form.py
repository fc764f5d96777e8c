from collections.abc import Iterator
from typing import Literal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.base import Record
from gui.theme import ThemeKeeper
from gui.widgets.kind_form import KindForm


class Sail(Record):
    """One kind."""

    kind: Literal["sail"] = "sail"
    area: float = 20.0
    """In square metres."""


class Motor(Record):
    """The other."""

    kind: Literal["motor"] = "motor"
    power: float = 30.0
    """In kilowatts."""


@pytest.fixture
def form(qtbot: QtBot, keeper: ThemeKeeper) -> Iterator[KindForm]:
    place = QWidget()
    qtbot.addWidget(place)
    form = KindForm(
        {"sail": Sail, "motor": Motor}, {"sail": "By sail", "motor": "By motor"}, "boat.drive", "Drive", place
    )
    QVBoxLayout(place).addWidget(form)
    place.show()
    place.activateWindow()
    form.show_values(Sail(), {})
    yield form


def choice(form: KindForm) -> QComboBox:
    return form.findChild(QComboBox, "boat.drive.kind")


def shown(form: KindForm) -> list[str]:
    """The fields that can be edited."""
    return [line.objectName() for line in form.findChildren(QLineEdit) if line.isVisible()]


def test_that_it_shows_the_fields_of_its_kind_only(qtbot: QtBot, form: KindForm) -> None:
    assert choice(form).currentText() == "By sail"
    assert shown(form) == ["boat.drive.area"]
    form.show_values(Motor(power=45.0), {})
    assert choice(form).currentText() == "By motor"
    qtbot.waitUntil(lambda: shown(form) == ["boat.drive.power"])
    assert form.findChild(QLineEdit, "boat.drive.power").text() == "45"


def test_that_another_kind_is_asked_for_and_shown_only_when_it_is_so(qtbot: QtBot, form: KindForm) -> None:
    with qtbot.waitSignal(form.changed) as told:
        qtbot.keyClick(choice(form), Qt.Key.Key_Down)
    assert told.args == [{"boat.drive.kind": "motor"}]
    assert shown(form) == ["boat.drive.area"]


def test_that_edits_of_a_kind_that_was_chosen_later_are_told(qtbot: QtBot, form: KindForm) -> None:
    form.show_values(Motor(), {})
    line = form.findChild(QLineEdit, "boat.drive.power")
    line.clear()
    with qtbot.waitSignal(form.changed) as told:
        qtbot.keyClick(line, Qt.Key.Key_5)
    assert told.args == [{"boat.drive.power": 5.0}]


def test_that_other_values_of_the_same_kind_leave_the_field_where_it_is(form: KindForm) -> None:
    """Made anew, it would lose the place of the person who types."""
    line = form.findChild(QLineEdit, "boat.drive.area")
    form.show_values(Sail(area=25.0), {"boat.drive.area": "wide"})
    assert form.findChild(QLineEdit, "boat.drive.area") is line
    assert line.text() == "wide"


def test_that_a_problem_of_the_kind_in_force_is_told(form: KindForm) -> None:
    form.show_values(Motor(), {})
    form.show_problems({"boat.drive.power": "No motor has so much.", "boat.drive.area": "Of the other kind."})
    told = [label.text() for label in form.findChildren(QLabel) if label.property("role") == "problem"]
    assert [text for text in told if text] == ["No motor has so much."]


@pytest.mark.parametrize(
    ("dotted", "focused"),
    [
        ("boat.drive.area", "boat.drive.area"),
        ("boat.drive.kind", "boat.drive.kind"),
        ("boat.drive", "boat.drive.kind"),
        ("boat.drive.power", "boat.drive.kind"),
    ],
)
def test_that_a_field_is_gone_to_or_else_the_choice_that_would_show_it(
    form: KindForm, dotted: str, focused: str
) -> None:
    assert form.focus_field(dotted)
    assert form.window().focusWidget().objectName() == focused
    assert not form.focus_field("boat.driver")
