from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSlider,
    QSpinBox,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.files import resources_dir
from gui.theme import DARK, DEVICE_COLOURS, LIGHT, Theme, ThemeKeeper, device_colour, icon
from tests.gui.pixels import colours, contrast, legibility

LEAST = 4.5
"""WCAG AA, for text of this size."""

_SEEN = 200
"""Painted pixels, of which four times four are one: a frame around a small box has more."""

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@pytest.fixture
def dressed(keeper: ThemeKeeper) -> Iterator[ThemeKeeper]:
    yield keeper
    keeper.set_mode("system")


def label(role: str) -> Callable[[QWidget], QWidget]:
    """A line of text of that role."""

    def make(parent: QWidget) -> QWidget:
        made = QLabel("Will it be read?", parent)
        made.setProperty("role", role)
        return made

    return make


def button(*, enabled: bool = True, **properties: object) -> Callable[[QWidget], QWidget]:
    """A button with those properties."""

    def make(parent: QWidget) -> QWidget:
        made = QPushButton("Will it be read?", parent)
        made.setEnabled(enabled)
        for name, value in properties.items():
            made.setProperty(name, value)
        return made

    return make


def chosen_tool(parent: QWidget) -> QWidget:
    made = QToolButton(parent)
    made.setText("Will it be read?")
    made.setCheckable(True)
    made.setChecked(True)
    return made


def field(parent: QWidget) -> QWidget:
    return QLineEdit("Will it be read?", parent)


def empty_field(parent: QWidget) -> QWidget:
    made = QLineEdit(parent)
    made.setPlaceholderText("Will it be read?")
    return made


def number(parent: QWidget) -> QWidget:
    made = QSpinBox(parent)
    made.setValue(48)
    return made


def choice(parent: QWidget) -> QWidget:
    made = QComboBox(parent)
    made.addItem("Will it be read?")
    return made


def disabled(make: Callable[[QWidget], QWidget]) -> Callable[[QWidget], QWidget]:
    """The same, where it can do nothing now."""

    def make_disabled(parent: QWidget) -> QWidget:
        made = make(parent)
        made.setEnabled(False)
        return made

    return make_disabled


def slider(parent: QWidget) -> QWidget:
    made = QSlider(Qt.Orientation.Horizontal, parent)
    made.setValue(50)
    return made


def tick(parent: QWidget) -> QWidget:
    return QCheckBox("Will it be read?", parent)


def tabs(parent: QWidget) -> QWidget:
    made = QTabBar(parent)
    made.addTab("")
    made.addTab("Not the one that is shown")
    return made


def chosen_line(parent: QWidget) -> QWidget:
    made = QListWidget(parent)
    made.addItem("Will it be read?")
    made.setCurrentRow(0)
    made.setFixedHeight(20)
    return made


MAKERS: dict[str, Callable[[QWidget], QWidget]] = {
    **{
        f"{role or 'plain'} label": label(role)
        for role in ("", "title", "section", "muted", "value", "problem", "warning", "good")
    },
    "button": button(),
    "disabled button": button(enabled=False),
    "primary button": button(role="primary"),
    "blocked button": button(role="primary", blocked=True),
    "danger button": button(role="danger"),
    "link": button(role="link"),
    "chosen tool": chosen_tool,
    "field": field,
    "empty field": empty_field,
    "number": number,
    "choice": choice,
    "disabled field": disabled(field),
    "disabled number": disabled(number),
    "disabled choice": disabled(choice),
    "disabled danger button": button(enabled=False, role="danger"),
    "slider": slider,
    "tick": tick,
    "tabs": tabs,
    "chosen line": chosen_line,
}


@THEMES
@pytest.mark.parametrize("on_card", [True, False], ids=["card", "ground"])
def test_that_every_text_can_be_read(qtbot: QtBot, dressed: ThemeKeeper, theme: Theme, on_card: bool) -> None:
    dressed.set_mode(theme.name)
    place = QFrame()
    qtbot.addWidget(place)
    place.setProperty("card", on_card)
    place.setAutoFillBackground(not on_card)
    column = QVBoxLayout(place)
    widgets = {name: make(place) for name, make in MAKERS.items()}
    for widget in widgets.values():
        column.addWidget(widget)
    place.resize(220, 30 * len(widgets))
    place.grab()  # lays it out and polishes it
    found = {
        name: legibility(place, widget.geometry().adjusted(2, 2, -2, -2)) for name, widget in widgets.items()
    }
    assert {name: ratio for name, ratio in found.items() if ratio < LEAST} == {}


@THEMES
def test_that_what_can_do_nothing_looks_so(qtbot: QtBot, dressed: ThemeKeeper, theme: Theme) -> None:
    dressed.set_mode(theme.name)
    place = QFrame()
    qtbot.addWidget(place)
    for make in (button(), button(role="danger"), field, number, choice):
        enabled, dead = make(place), disabled(make)(place)
        for widget in (enabled, dead):
            widget.resize(120, 28)
        assert colours(enabled).most_common(1) != colours(dead).most_common(1)


@THEMES
@pytest.mark.parametrize(
    "make",
    [
        button(),
        button(role="primary"),
        button(role="link"),
        chosen_tool,
        field,
        number,
        choice,
        slider,
        tick,
        chosen_line,
        tabs,
    ],
)
def test_that_one_sees_where_the_keyboard_is(
    qtbot: QtBot, dressed: ThemeKeeper, theme: Theme, make: Callable[[QWidget], QWidget]
) -> None:
    dressed.set_mode(theme.name)
    place = QFrame()
    qtbot.addWidget(place)
    other, widget = QPushButton(place), make(place)
    widget.setGeometry(0, 30, 120, 28)
    place.show()
    place.activateWindow()
    other.setFocus()
    before = colours(widget)
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    changed = colours(widget)
    changed.subtract(before)
    assert sum(number for number in changed.values() if number > 0) > _SEEN


@THEMES
def test_that_every_ink_can_be_read_on_every_ground(theme: Theme) -> None:
    """Delegates and tiles paint words of any colour where a line is chosen or under the mouse."""
    found = {
        f"{ink} on {ground}": contrast(getattr(theme, ink), getattr(theme, ground))
        for ink in ("text", "muted", "accent", "good", "warn", "bad")
        for ground in ("ground", "card", "hover", "selected")
    }
    assert {name: ratio for name, ratio in found.items() if ratio < LEAST} == {}


@THEMES
def test_that_what_is_already_shown_changes_its_clothes(
    qtbot: QtBot, dressed: ThemeKeeper, theme: Theme
) -> None:
    other = LIGHT if theme is DARK else DARK
    dressed.set_mode(other.name)
    button = QPushButton("Shown before")
    qtbot.addWidget(button)
    button.resize(120, 30)
    before = colours(button).most_common(1)[0][0]
    with qtbot.waitSignal(dressed.changed):
        dressed.set_mode(theme.name)
    after = colours(button).most_common(1)[0][0]
    assert (before, after) == tuple(
        each.card.lower() for each in ((DARK, LIGHT) if theme is LIGHT else (LIGHT, DARK))
    )
    assert dressed.theme is theme


def test_that_an_unknown_system_is_light(dressed: ThemeKeeper, qapp: QApplication) -> None:
    dressed.set_mode("dark")
    dressed.set_mode("system")
    assert qapp.styleHints().colorScheme().name in ("Unknown", "Light"), "the tests run on a dark desktop"
    assert dressed.theme is LIGHT


def test_that_an_unknown_mode_is_refused_and_changes_nothing(dressed: ThemeKeeper) -> None:
    dressed.set_mode("dark")
    with pytest.raises(ValueError, match="There is no theme sepia; choose one of system, light, dark"):
        dressed.set_mode("sepia")
    assert (dressed.mode, dressed.theme) == ("dark", DARK)


def test_that_eight_devices_differ_and_the_ninth_has_a_colour_too() -> None:
    assert len({device_colour(index) for index in range(8)}) == len(DEVICE_COLOURS) == 8
    assert device_colour(8) in DEVICE_COLOURS


def test_that_every_icon_is_drawn_in_the_colour_it_is_asked_for(qapp: QApplication) -> None:
    names = [path.stem for path in (resources_dir() / "icons").glob("*.svg")]
    assert len(names) > 30
    for name in names:
        picture = icon(name, "#c4314b").pixmap(QSize(44, 44)).toImage()
        pixels = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
        inks = {pixel.name() for pixel in pixels if pixel.alpha() == 255}
        assert "#c4314b" in inks, name
        assert "#000000" not in inks, name


def test_that_an_icon_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match="unicorn"):
        icon("unicorn", LIGHT.text)
