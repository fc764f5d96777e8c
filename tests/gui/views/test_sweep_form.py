"""The form of a sweep: what is typed into it becomes a sweep, and what is wrong stands beside its field."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSpinBox,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from engine.errors import Problem
from engine.lab.sweep.record import Range, Sweep
from engine.spec import RunSpec, SgdSpec, TrainingSpec
from gui.models.messages import Preset, PresetsFound
from gui.models.sweep_messages import SweepBaseRead, SweepFileWanted, SweepPresetsFound
from gui.theme import ThemeKeeper
from gui.views.lab.option_editor import OptionEditor
from gui.views.lab.sweep_list import THIS_SPEC
from gui.views.lab.sweeps import SweepsPage
from tests.gui.sweeps import RATE, SWEEP

COMPOSED = RunSpec(name="composed")
BATCH = "training.micro_batch_size"


@pytest.fixture
def page(qtbot: QtBot, keeper: ThemeKeeper) -> SweepsPage:
    """A sweep of what is composed is chosen."""
    page = SweepsPage(keeper)
    qtbot.addWidget(page)
    page.resize(1196, 770)
    page.show()
    page.set_presets(SweepPresetsFound(sweeps=(SWEEP,)))
    page.set_composed(COMPOSED)
    page.choices.choose(THIS_SPEC)
    return page


def line(page: SweepsPage, name: str) -> QLineEdit:
    (found,) = [one for one in page.form.findChildren(QLineEdit, name) if one.isVisible()]
    return found


def write(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.selectAll()
    qtbot.keyClicks(field, text)


def choose(box: QComboBox, data: object) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def box(page: SweepsPage, name: str) -> QComboBox:
    found = page.form.findChild(QComboBox, name)
    assert found is not None
    return found


def add(page: SweepsPage, key: str) -> OptionEditor:
    """Take an option from the menu."""
    button = page.form.findChild(QPushButton, "sweep-option-add")
    assert button is not None
    menu = button.menu()
    menu.aboutToShow.emit()
    every = [action for one in (menu, *menu.findChildren(QMenu)) for action in one.actions()]
    action = next(one for one in every if one.data() == key)
    menu.triggered.emit(action)
    return page.form.findChildren(OptionEditor)[-1]


def told(page: SweepsPage) -> list[str]:
    """Problems that can be seen."""
    labels = page.findChildren(QLabel)
    return [one.text() for one in labels if one.property("role") == "problem" and one.isVisible()]


def sweep(page: SweepsPage) -> Sweep:
    found = page.form.sweep
    assert found is not None, page.form.drafted.problems
    return found


def test_that_a_sweep_is_made_from_nothing_but_the_form(page: SweepsPage, qtbot: QtBot) -> None:
    assert list(sweep(page).vary) == [RATE] and sweep(page).spec == COMPOSED
    write(qtbot, line(page, "range.low"), "0.001")
    write(qtbot, line(page, "range.high"), "1")
    editor = add(page, BATCH)
    values = editor.findChild(QLineEdit, "sweep-option-values")
    assert values is not None and values.text() == "16, 32, 64"
    write(qtbot, values, "8, 64")
    write(qtbot, line(page, "sweep.name"), "mine")
    choose(box(page, "sweep.method"), "optuna")
    write(qtbot, line(page, "sweep.trials"), "30")
    at_once = page.form.findChild(QSpinBox, "sweep.at_once")
    assert at_once is not None
    at_once.setValue(3)
    box(page, "sweep.objective.metric").setEditText("eval/loss")
    choose(box(page, "sweep.objective.direction"), "minimize")
    choose(box(page, "sweep.early_stopping.rule"), "halving")
    found = sweep(page)
    assert found.vary == {RATE: Range(low=0.001, high=1.0, scale="log", points=5), BATCH: (8, 64)}
    assert (found.name, found.method, found.trials, found.at_once) == ("mine", "optuna", 30, 3)
    assert (found.objective.series, found.objective.maximizes) == (("eval", "loss"), False)
    assert found.early_stopping.rule == "halving"
    with qtbot.waitSignal(page.plan_requested) as asked:
        choose(box(page, "sweep.objective.value"), "best")
    assert asked.args == [sweep(page)] and not told(page)


def test_that_only_fields_with_a_meaning_are_seen(page: SweepsPage) -> None:
    trials, rungs = (
        line(page, "sweep.trials"),
        page.form.findChild(QSpinBox, "sweep.early_stopping.reduction"),
    )
    assert rungs is not None
    assert trials.isVisible() and not rungs.isVisible()
    choose(box(page, "sweep.method"), "grid")
    choose(box(page, "sweep.early_stopping.rule"), "halving")
    assert not trials.isVisible() and rungs.isVisible()
    assert sweep(page).trials is None  # a grid of five points


def test_that_what_is_wrong_stands_beside_its_field_and_nothing_can_be_started(
    page: SweepsPage, qtbot: QtBot
) -> None:
    act = page.findChild(QPushButton, "sweep-act")
    save = page.findChild(QPushButton, "sweep-save")
    assert act is not None and save is not None
    write(qtbot, line(page, "range.high"), "0.00001")
    editor = add(page, "training.seed")
    values = editor.findChild(QLineEdit, "sweep-option-values")
    assert values is not None
    write(qtbot, values, "0, many")
    write(qtbot, line(page, "sweep.trials"), "0")
    assert page.form.sweep is None and not act.isEnabled() and not save.isEnabled()
    qtbot.waitUntil(editor.isVisible)
    found = told(page)
    assert any(words.startswith("low = 0.0001 is not below high = 1e-05.") for words in found)
    assert any(words.startswith('"many" is not a whole number.') for words in found)
    assert any(words.startswith("0 is too small.") for words in found)
    assert values.property("problem")
    remove = editor.findChild(QToolButton, "sweep-option-remove")
    assert remove is not None
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    write(qtbot, line(page, "range.high"), "0.1")
    write(qtbot, line(page, "sweep.trials"), "4")
    assert sweep(page).trials == 4 and not told(page)


def test_that_problems_of_the_plan_stand_beside_the_option_they_are_about(page: SweepsPage) -> None:
    about = Problem(field=RATE, sentence="This rate is too great.")
    other = Problem(field="devices.count", sentence="There is one GPU.")
    assert page.form.show_problems((about, other)) == ("There is one GPU.",)
    assert told(page) == ["This rate is too great."]


def test_that_another_spec_is_varied_with_the_same_options(page: SweepsPage, tmp_path: Path) -> None:
    preset = RunSpec(name="preset", training=TrainingSpec(optimizer=SgdSpec()))
    page.set_bases(PresetsFound(presets=(Preset(name="plain-sgd", spec=preset),)))
    choose(box(page, "sweep-base"), "preset:plain-sgd")
    assert sweep(page).spec == preset and sweep(page).base == "plain-sgd" and list(sweep(page).vary) == [RATE]
    read = RunSpec(name="read")
    page.take_base(SweepBaseRead(tmp_path / "mine.toml", read))
    assert sweep(page).spec == read and sweep(page).base == str(tmp_path / "mine.toml")
    page.take_base(SweepBaseRead(tmp_path / "bad.toml", None, (Problem(field="x", sentence="Bad.", line=2),)))
    assert page._banner.sentence == "line 2: Bad." and sweep(page).spec == read
    choose(box(page, "sweep-base"), "composed")
    page.set_composed(RunSpec(name="changed in Compose"))
    assert sweep(page).spec.name == "changed in Compose" and sweep(page).base == ""


def test_that_a_sweep_of_what_is_composed_goes_on_with_what_compose_has(
    page: SweepsPage, qtbot: QtBot
) -> None:
    page.set_bases(PresetsFound(presets=(Preset(name="the-same", spec=COMPOSED),)))
    page.choices.choose(SWEEP.name)
    page.choices.choose(THIS_SPEC)
    assert box(page, "sweep-base").currentData() == "composed"  # a preset is the same, but not meant
    page.set_composed(RunSpec(name="first"))
    assert (sweep(page).name, sweep(page).spec.name) == ("first", "first")  # nobody named it otherwise
    write(qtbot, line(page, "sweep.name"), "kept")
    page.set_composed(RunSpec(name="second"))
    assert sweep(page).spec.name == "second"
    page.choices.choose(SWEEP.name)
    page.set_composed(RunSpec(name="third"))
    assert sweep(page) == SWEEP
    page.choices.choose(THIS_SPEC)
    assert (sweep(page).name, sweep(page).spec.name) == ("kept", "third")


def test_that_choices_are_ticked_in_a_menu_and_any_field_can_be_named(page: SweepsPage, qtbot: QtBot) -> None:
    editor = add(page, "training.precision")
    button = editor.findChild(QToolButton, "sweep-option-choices")
    values = editor.findChild(QLineEdit, "sweep-option-values")
    assert button is not None and values is not None and values.text() == "fp32"
    menu = button.menu()
    for word, after in (("bf16", "fp32, bf16"), ("fp32", "bf16"), ("fp64", "bf16, fp32, fp64")):
        if word == "fp64":
            values.setText("bf16，fp32")
        menu.aboutToShow.emit()
        menu.triggered.emit(next(action for action in menu.actions() if action.data() == word))
        assert values.text() == after
    other = add(page, "")
    key = other.findChild(QLineEdit, "sweep-option-key")
    over = other.findChild(QComboBox, "sweep-option-over")
    assert key is not None and over is not None
    key.setText("training.label_smoothing")
    over.setCurrentIndex(1)
    assert sweep(page).vary["training.label_smoothing"] == Range(low=0.0, high=0.99, points=5)


def test_that_what_was_typed_is_there_again_when_its_sweep_is_chosen_again(
    page: SweepsPage, qtbot: QtBot
) -> None:
    write(qtbot, line(page, "sweep.name"), "kept")
    page.choices.choose(SWEEP.name)
    assert sweep(page) == SWEEP
    page.choices.choose(THIS_SPEC)
    assert sweep(page).name == "kept" and line(page, "sweep.name").text() == "kept"


def test_that_it_is_saved_as_toml(page: SweepsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/tmp/mine.toml", ""))
    save = page.findChild(QPushButton, "sweep-save")
    assert save is not None
    with qtbot.waitSignal(page.save_requested) as asked:
        save.click()
    assert asked.args == [SweepFileWanted(Path("/tmp/mine.toml"), sweep(page))]


def test_that_tab_goes_through_the_options_before_the_button_that_adds_one(
    page: SweepsPage, qtbot: QtBot
) -> None:
    qtbot.waitUntil(add(page, "training.seed").isVisible)
    wanted = ("sweep-option-key", "sweep-option-values", "range.low", "sweep-option-add")
    reached: list[str] = []
    widget = line(page, "sweep.name").nextInFocusChain()
    while widget.objectName() != "sweep.method":
        if widget.isVisible() and widget.objectName() in wanted:
            reached.append(widget.objectName())
        widget = widget.nextInFocusChain()
    assert reached == [wanted[0], "range.low", *wanted[:2], "sweep-option-add"]
