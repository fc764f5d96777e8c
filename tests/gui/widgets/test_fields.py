from collections.abc import Iterator
from typing import Literal

import pytest
from pydantic import Field
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

import engine.spec
from engine.base import Record
from engine.spec.fields import is_record
from gui.theme import ThemeKeeper
from gui.widgets.fields import KIND, FieldEditor, build_editor, label_of
from tests.gui.pixels import colours

RECORDS = [
    record
    for record in vars(engine.spec).values()
    if isinstance(record, type) and issubclass(record, Record) and record is not engine.spec.RunSpec
]


class Sample(Record):
    """A field of every type."""

    flag: bool = False
    word: Literal["keep", "drop"] = "keep"
    count: int = Field(default=32, ge=1, le=5000)
    rate: float = 0.001
    limit: int | None = None
    sizes: tuple[int, ...] = (32, 64)
    note: str = ""


@pytest.fixture
def place(qtbot: QtBot, keeper: ThemeKeeper) -> Iterator[QWidget]:
    """A page that has the keyboard, with another field to go to."""
    place = QWidget()
    qtbot.addWidget(place)
    QVBoxLayout(place).addWidget(QLineEdit(place))
    place.show()
    place.activateWindow()
    yield place


class Shown:
    """An editor of a sample's field, and what it told."""

    def __init__(self, place: QWidget, name: str) -> None:
        self.told: list[object] = []
        self.frame: FieldEditor = build_editor(f"sample.{name}", Sample.model_fields[name], place)
        place.layout().addWidget(self.frame)
        self.frame.set_value(Sample.model_fields[name].default)
        self.frame.value_changed.connect(self.told.append)
        self.input = self.frame.editor
        self.input.setFocus()

    @property
    def text(self) -> str:
        """What is written in it."""
        assert isinstance(self.input, QLineEdit | QSpinBox)
        return self.input.text()

    def write(self, qtbot: QtBot, words: str) -> None:
        """Type that in place of what is there."""
        assert isinstance(self.input, QLineEdit | QSpinBox)
        self.input.selectAll()
        qtbot.keyClicks(self.input, words)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_that_every_field_of_a_spec_has_an_editor_that_holds_its_default(
    place: QWidget, record: type[Record]
) -> None:
    for name, field in record.model_fields.items():
        if name in (KIND, "optimizer", "schedule", "arguments") or is_record(field.annotation):
            continue
        editor = build_editor(f"part.{name}", field, place)
        editor.set_value(field.get_default(call_default_factory=True))
        assert editor.editor.objectName() == f"part.{name}"
        told: list[object] = []
        editor.value_changed.connect(told.append)
        default = field.get_default(call_default_factory=True)
        match editor.editor:
            case QCheckBox() as box:
                box.click()
                assert told == [not default]
            case QComboBox() as box:
                assert box.currentData() == default
            case QSpinBox() as box:
                assert box.value() == default
            case QLineEdit() as line:
                line.textEdited.emit(line.text())  # what is shown is read as what it was
                assert told == [list(default) if isinstance(default, tuple) else default]


def test_that_no_two_fields_of_a_record_have_the_same_label() -> None:
    for record in RECORDS:
        labels = [label_of(name) for name in record.model_fields]
        assert len(set(labels)) == len(labels), record


def test_that_a_type_nobody_can_edit_is_an_error_that_names_its_field() -> None:
    class Odd(Record):
        table: dict[str, int] = {}

    with pytest.raises(TypeError, match=r"odd\.table"):
        build_editor("odd.table", Odd.model_fields["table"])


def test_that_a_count_is_told_once_when_it_is_whole(qtbot: QtBot, place: QWidget) -> None:
    field = Shown(place, "count")
    field.write(qtbot, "1024")
    assert field.told == []
    qtbot.keyClick(field.input, Qt.Key.Key_Return)
    assert field.told == [1024]
    assert field.text == "1,024"


def test_that_a_count_is_told_when_the_field_is_left(qtbot: QtBot, place: QWidget) -> None:
    field = Shown(place, "count")
    field.write(qtbot, "48")
    qtbot.keyClick(field.input, Qt.Key.Key_Tab)
    assert field.told == [48]


@pytest.mark.parametrize(("typed", "kept", "told"), [("0", 32, []), ("9000", 900, [900]), ("", 32, [])])
def test_that_a_count_stays_within_its_bounds(
    qtbot: QtBot, place: QWidget, typed: str, kept: int, told: list[int]
) -> None:
    field = Shown(place, "count")
    field.write(qtbot, typed)
    qtbot.keyClick(field.input, Qt.Key.Key_Return)
    assert (field.text, field.told) == (str(kept), told)


def test_that_arrows_count_and_the_wheel_is_left_to_the_page(qtbot: QtBot, place: QWidget) -> None:
    count, word = Shown(place, "count"), Shown(place, "word")
    for field in (count, word):
        assert not takes_the_wheel(field.input)
        assert field.told == []
    qtbot.keyClick(count.input, Qt.Key.Key_Up)
    assert count.told == [33]


def takes_the_wheel(widget: QWidget) -> bool:
    """Whether one notch of the wheel ends there, so that no page scrolls."""
    at = QPointF(5, 5)
    wheel = QWheelEvent(
        at,
        widget.mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, wheel)
    return wheel.isAccepted()


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("rate", "3e-4", 3e-4),
        ("rate", " .5 ", 0.5),
        ("limit", "12", 12),
        ("limit", "none", None),
        ("sizes", "16, 24,", [16, 24]),
        ("sizes", "", []),
        ("note", "a, b", "a, b"),
    ],
)
def test_that_words_become_the_value_that_was_meant(
    qtbot: QtBot, place: QWidget, name: str, typed: str, value: object
) -> None:
    field = Shown(place, name)
    field.write(qtbot, typed)
    if not typed:
        qtbot.keyClick(field.input, Qt.Key.Key_Delete)
    assert field.told[-1] == value


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [("rate", "fast", "fast"), ("limit", "1.5", "1.5"), ("sizes", "8, x", [8, "x"])],
)
def test_that_words_that_make_no_value_are_handed_on_to_be_complained_about(
    qtbot: QtBot, place: QWidget, name: str, typed: str, value: object
) -> None:
    field = Shown(place, name)
    field.write(qtbot, typed)
    assert field.told[-1] == value


def test_that_the_comma_of_a_chinese_keyboard_separates_too(place: QWidget) -> None:
    field = Shown(place, "sizes")
    assert isinstance(field.input, QLineEdit)
    field.input.clear()
    typed = QInputMethodEvent()
    typed.setCommitString("16，24")
    QApplication.sendEvent(field.input, typed)
    assert field.told == [[16, 24]]


def test_that_an_emptied_limit_is_none_and_says_so(qtbot: QtBot, place: QWidget) -> None:
    field = Shown(place, "limit")
    field.frame.set_value(10)
    assert field.text == "10"
    field.write(qtbot, "")
    qtbot.keyClick(field.input, Qt.Key.Key_Delete)
    assert field.told == [None]
    assert isinstance(field.input, QLineEdit)
    assert field.input.placeholderText() == "none"


@pytest.mark.parametrize("value", [0.00012345678, 1234567.25, 0.1, 1e-7, 3.0, 300.0, 1e9])
def test_that_a_number_is_shown_as_it_is_not_rounded(qtbot: QtBot, place: QWidget, value: float) -> None:
    field = Shown(place, "rate")
    field.frame.set_value(value)
    assert float(field.text) == value
    assert len(field.text) <= 13
    assert not field.text.endswith(".0")


def test_that_what_is_being_typed_is_left_alone_until_it_means_something_else(
    qtbot: QtBot, place: QWidget
) -> None:
    field = Shown(place, "rate")
    qtbot.waitUntil(field.input.hasFocus)
    field.write(qtbot, "0.10")
    field.frame.set_value(0.1)
    assert field.text == "0.10"
    field.frame.set_value(0.25)
    assert field.text == "0.25"


def test_that_showing_a_value_tells_of_nothing(place: QWidget) -> None:
    fields = {name: Shown(place, name) for name in Sample.model_fields}
    other = Sample(flag=True, word="drop", count=7, rate=0.5, limit=3, sizes=(1,), note="x")
    for name, field in fields.items():
        field.frame.set_value(getattr(other, name))
    assert [field.told for field in fields.values()] == [[]] * len(fields)


def test_that_flag_and_choice_work_from_the_keyboard(qtbot: QtBot, place: QWidget) -> None:
    flag, word = Shown(place, "flag"), Shown(place, "word")
    qtbot.keyClick(flag.input, Qt.Key.Key_Space)
    qtbot.keyClick(word.input, Qt.Key.Key_Down)
    assert flag.told == [True]
    assert word.told == ["drop"]


@pytest.mark.parametrize("name", ["count", "rate", "word"])
def test_that_a_problem_is_seen_at_its_field(place: QWidget, name: str) -> None:
    field = Shown(place, name)
    place.layout().itemAt(0).widget().setFocus()
    top = field.input.rect().adjusted(10, 0, -10, 1 - field.input.height())
    lines = []
    for is_wrong in (False, True, False):
        field.frame.set_problem(is_wrong)
        lines.append(colours(field.input, top).most_common(1)[0][0])
    sound, wrong, mended = lines
    assert sound == mended != wrong
