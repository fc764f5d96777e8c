from collections.abc import Iterator

import pytest
from pydantic import Field
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.base import Record
from gui.theme import ThemeKeeper
from gui.widgets.form import RecordForm


class Oven(Record):
    """What a form is made of."""

    heat: float = 180.0
    """How hot, in degrees."""
    minutes: int = Field(default=40, ge=1, le=600)
    """How long."""
    racks: tuple[int, ...] = (1, 3)
    """Which are used."""


@pytest.fixture
def form(qtbot: QtBot, keeper: ThemeKeeper) -> Iterator[RecordForm]:
    place = QWidget()
    qtbot.addWidget(place)
    form = RecordForm(Oven, "oven", parent=place)
    QVBoxLayout(place).addWidget(form)
    place.resize(500, 200)
    place.show()
    place.activateWindow()
    form.show_values(Oven(), {})
    yield form


def line(form: RecordForm, name: str) -> QLineEdit:
    return form.findChild(QLineEdit, f"oven.{name}")


def problems(form: RecordForm) -> list[str]:
    """What is told beneath the fields."""
    labels = [label for label in form.findChildren(QLabel) if label.property("role") == "problem"]
    return [label.text() for label in labels if label.isVisible()]


def test_that_an_edit_is_told_with_its_dotted_name(qtbot: QtBot, form: RecordForm) -> None:
    with qtbot.waitSignal(form.changed) as told:
        line(form, "heat").clear()
        qtbot.keyClick(line(form, "heat"), Qt.Key.Key_9)
    assert told.args == [{"oven.heat": 9.0}]


def test_that_it_shows_values_and_in_their_place_what_did_not_fit(form: RecordForm) -> None:
    form.show_values(Oven(minutes=55, racks=(2,)), {"oven.heat": "hot", "lamp.heat": "dim"})
    assert line(form, "heat").text() == "hot"
    assert line(form, "racks").text() == "2"
    assert form.findChild(QSpinBox, "oven.minutes").value() == 55
    form.show_values(Oven(heat=90.0), {})
    assert line(form, "heat").text() == "90"


def test_that_a_problem_stands_beneath_its_field_until_it_is_gone(form: RecordForm) -> None:
    form.show_problems({"oven.heat": "An oven of 9 degrees is cold.", "lamp.heat": "Not of this form."})
    form.grab()  # lays it out
    assert problems(form) == ["An oven of 9 degrees is cold."]
    (label,) = (label for label in form.findChildren(QLabel) if label.text().startswith("An oven"))
    field = line(form, "heat")
    assert label.mapTo(form, label.rect().topLeft()).y() >= field.mapTo(form, field.rect().bottomLeft()).y()
    assert field.property("problem")
    form.show_problems({})
    assert problems(form) == []
    assert not field.property("problem")


def test_that_what_was_typed_is_quoted_not_drawn_as_markup(form: RecordForm) -> None:
    form.show_problems({"oven.heat": '"<b>9</b>" is not a number.'})
    (label,) = (label for label in form.findChildren(QLabel) if "<b>" in label.text())
    label.setWordWrap(False)
    assert label.sizeHint().width() >= label.fontMetrics().horizontalAdvance(label.text())


def test_that_every_field_explains_itself(form: RecordForm) -> None:
    for name, label, help_text in (
        ("oven.heat", "Heat", "How hot, in degrees."),
        ("oven.minutes", "Minutes", "How long."),
    ):
        field = form.findChild(QWidget, name)
        assert field.accessibleName() == label
        assert field.toolTip() == field.whatsThis() == field.accessibleDescription() == help_text


def test_that_the_keyboard_goes_through_the_fields_in_their_order(qtbot: QtBot, form: RecordForm) -> None:
    assert form.focus_field("oven.heat")
    visited = []
    for _ in range(3):
        focused = form.window().focusWidget()
        visited.append(focused.objectName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert visited == ["oven.heat", "oven.minutes", "oven.racks"]


def test_that_a_field_is_gone_to_also_by_the_name_of_what_is_in_it(form: RecordForm) -> None:
    assert form.focus_field("oven.racks.1")
    assert form.window().focusWidget() is line(form, "racks")
    assert not form.focus_field("lamp.heat")
    assert not form.focus_field("oven.heater")


@pytest.mark.parametrize("columns", [1, 2, 4])
def test_that_few_fields_are_as_wide_as_many(qtbot: QtBot, keeper: ThemeKeeper, columns: int) -> None:
    forms = [RecordForm(Oven, "oven", names, columns=columns) for names in (["heat"], None)]
    widths = []
    for form in forms:
        qtbot.addWidget(form)
        form.resize(480, 150)
        form.grab()  # lays it out
        widths.append(line(form, "heat").width())
    assert widths[0] == pytest.approx(widths[1], abs=480 * 0.2 / columns)
