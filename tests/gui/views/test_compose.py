from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from engine.base import Record
from engine.devices.inventory import Inventory
from engine.devices.sample import Device, DeviceSample
from engine.errors import Problem
from engine.spec import (
    CnnSpec,
    DataParallelSpec,
    DdpSpec,
    DevicesSpec,
    MlpSpec,
    PipelineSpec,
    RunSpec,
    SgdSpec,
    SyntheticImagesSpec,
    TrainingSpec,
    VitSpec,
    WeightsSpec,
)
from gui.i18n import install_language
from gui.models.messages import DevicesSampled, InventoryFound, Preset, PresetsFound, SpecRefused
from gui.theme import ThemeKeeper
from gui.views.compose.device_tile import DeviceTile
from gui.views.compose.paragraph import paragraph_height
from gui.views.compose.problem_list import ProblemList, ProblemRow
from gui.views.compose.strategy_tile import StrategyTile
from gui.views.compose.view import ComposeWorkspace

MACHINE = Inventory(gpus=(), cores=(0, 1, 2, 3), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem="")


@pytest.fixture
def compose(qtbot: QtBot, keeper: ThemeKeeper) -> ComposeWorkspace:
    view = ComposeWorkspace(keeper)
    qtbot.addWidget(view)
    view.resize(1204, 772)  # what a window of 1280×800 leaves
    view.set_inventory(InventoryFound(inventory=MACHINE, leases=()))
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def settle(qtbot: QtBot, compose: ComposeWorkspace) -> Callable[[], None]:
    """Waits until the last edit is planned."""
    return lambda: qtbot.waitUntil(lambda: compose.is_planned)


def tile(compose: ComposeWorkspace, device: str) -> DeviceTile:
    return compose.findChild(DeviceTile, f"device-{device}")


def click(
    qtbot: QtBot, widget: QWidget, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, modifier)


def start_button(compose: ComposeWorkspace) -> QPushButton:
    return compose.findChild(QPushButton, "compose-start")


def listed(compose: ComposeWorkspace) -> ProblemList:
    return compose.findChild(ProblemList)


def test_that_tiles_choose_devices_by_name(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    click(qtbot, tile(compose, "cpu-2"))
    assert compose.draft.spec.devices.use == ("cpu:0", "cpu:2")
    click(qtbot, tile(compose, "cpu-0"))
    assert compose.draft.spec.devices.use == ("cpu:2",)
    assert tile(compose, "cpu-2").isChecked()
    assert not tile(compose, "cpu-0").isChecked()


def test_that_shift_chooses_all_between(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    click(qtbot, tile(compose, "cpu-1"))
    click(qtbot, tile(compose, "cpu-3"), Qt.KeyboardModifier.ShiftModifier)
    assert compose.draft.spec.devices.use == ("cpu:1", "cpu:2", "cpu:3")


def test_that_control_a_chooses_every_device(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    tile(compose, "cpu-1").setFocus()
    qtbot.keyClick(tile(compose, "cpu-1"), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(compose.draft.spec.devices.use) == 4


def test_that_any_free_shows_which_the_plan_would_take(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.set_inventory(InventoryFound(inventory=MACHINE, leases=(("core-0", "an earlier run"),)))
    count = compose.findChild(QSpinBox, "devices.count")
    count.setValue(2)
    settle()
    assert compose.draft.spec.devices == DevicesSpec(count=2)
    assert [name for name in ("cpu-0", "cpu-1", "cpu-2", "cpu-3") if tile(compose, name).isChecked()] == [
        "cpu-1",
        "cpu-2",
    ]


def test_that_any_free_and_by_name_go_over_into_each_other(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    click(qtbot, tile(compose, "cpu-1"))
    link = compose.findChild(QPushButton, "devices-any")
    click(qtbot, link)
    assert compose.draft.spec.devices == DevicesSpec(count=2)
    click(qtbot, link)
    assert compose.draft.spec.devices.use == ("cpu:0", "cpu:1")


def test_that_slices_of_another_size_have_other_tiles(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.findChild(QSpinBox, "devices.cores_per_slice").setValue(2)
    settle()
    assert compose.draft.spec.devices.cores_per_slice == 2
    shown = [each.objectName() for each in compose.findChildren(DeviceTile) if each.isVisible()]
    assert shown == ["device-cpu-0-1", "device-cpu-2-3"]


def test_that_tiles_tell_what_their_device_does_and_who_has_it(compose: ComposeWorkspace) -> None:
    compose.set_inventory(InventoryFound(inventory=MACHINE, leases=(("core-1", "an earlier run"),)))
    sample = DeviceSample(
        device_id="cpu:1",
        time=0.0,
        utilisation_percent=97.6,
        memory_used_bytes=2**33,
        memory_total_bytes=2**34,
    )
    compose.add_samples(DevicesSampled(samples=(sample,)))
    words = tile(compose, "cpu-1").accessibleDescription()
    assert "98 %" in words
    assert "8.0 / 16 GiB" in words
    assert "an earlier run" in words


def test_that_slices_stay_folded_beside_gpus_until_asked_for(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    gpu = Device(id="GPU-a", kind="gpu", label="GPU 0", name="NVIDIA H100", memory_total_bytes=2**36)
    machine = MACHINE.model_copy(update={"gpus": (gpu,)})
    compose.set_spec(RunSpec(devices=DevicesSpec(use=("GPU-a",))))
    compose.set_inventory(InventoryFound(inventory=machine, leases=()))
    settle()
    assert tile(compose, "gpu-a").isChecked()
    assert not tile(compose, "cpu-0").isVisible()
    click(qtbot, compose.findChild(QPushButton, "devices-slices"))
    assert tile(compose, "cpu-0").isVisible()


def test_that_limits_are_offered_where_gpus_are_asked_for(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    gpu = Device(id="GPU-a", kind="gpu", label="GPU 0", name="NVIDIA H100", memory_total_bytes=2**36)
    limit = compose.findChild(QLineEdit, "devices.memory_fraction")
    assert not limit.isVisible()
    compose.set_spec(RunSpec(devices=DevicesSpec(use=("GPU-a",))))
    compose.set_inventory(InventoryFound(inventory=MACHINE.model_copy(update={"gpus": (gpu,)}), leases=()))
    settle()
    assert limit.isVisible()
    limit.setFocus()
    limit.selectAll()
    qtbot.keyClicks(limit, "0.5")
    qtbot.keyClick(limit, Qt.Key.Key_Return)
    assert compose.draft.spec.devices.memory_fraction == 0.5
    compose.set_spec(RunSpec(devices=DevicesSpec(memory_fraction=0.5)))
    settle()
    assert limit.isVisible(), "a limit that does not fit can be taken away"


def test_that_a_device_this_machine_lacks_has_a_tile_to_leave_it_out(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.set_spec(RunSpec(devices=DevicesSpec(use=("cpu:0", "cpu:9")), strategy=DdpSpec()))
    settle()
    assert "not on this machine" in tile(compose, "cpu-9").accessibleDescription()
    click(qtbot, tile(compose, "cpu-9"))
    assert compose.draft.spec.devices.use == ("cpu:0",)


def test_that_forms_change_the_spec(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    channels = compose.findChild(QLineEdit, "model.channels")
    channels.setFocus()
    channels.selectAll()
    qtbot.keyClicks(channels, "16, 24")
    assert compose.draft.spec.model == CnnSpec(channels=(16, 24))
    compose.findChild(QSpinBox, "training.micro_batch_size").setValue(48)
    assert compose.draft.spec.training.micro_batch_size == 48


@pytest.mark.parametrize(
    ("part", "expected"),
    [("model", MlpSpec()), ("data", SyntheticImagesSpec()), ("training.optimizer", SgdSpec())],
)
def test_that_another_kind_shows_its_own_fields(
    qtbot: QtBot, compose: ComposeWorkspace, part: str, expected: Record
) -> None:
    kinds = compose.findChild(QComboBox, f"{part}.kind")
    row = kinds.findData(expected.model_dump()["kind"])
    kinds.setCurrentIndex(row)
    kinds.activated.emit(row)
    owner: object = compose.draft.spec
    for name in part.split("."):
        owner = getattr(owner, name)
    assert owner == expected
    fields = [name for name in type(expected).model_fields if name != "kind"]
    assert all(compose.findChild(QWidget, f"{part}.{name}") is not None for name in fields)


def test_that_a_value_that_does_not_fit_is_told_beneath_its_field_and_in_the_list(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    epochs = compose.findChild(QLineEdit, "training.max_epochs")
    epochs.selectAll()
    qtbot.keyClicks(epochs, "0")
    settle()
    assert epochs.property("problem")
    assert epochs.text() == "0"
    beneath = [label.text() for label in compose.findChildren(QLabel) if label.property("role") == "problem"]
    assert any("0 is too small" in text for text in beneath)
    assert [problem.field for problem in listed(compose).problems][:1] == ["training.max_epochs"]
    assert compose.draft.spec.training.max_epochs == 10
    epochs.selectAll()
    qtbot.keyClicks(epochs, "3")
    settle()
    assert not epochs.property("problem")
    assert compose.draft.spec.training.max_epochs == 3


def test_that_a_click_on_a_problem_goes_to_its_field_even_among_the_rarer_options(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.draft.edit({"training.data_workers": 200})
    compose.undo()
    compose.redo()
    settle()
    rows = listed(compose).findChildren(ProblemRow)
    row = next(row for row in rows if row.problem.field == "training.data_workers")
    field = compose.findChild(QSpinBox, "training.data_workers")
    assert not field.isVisible()
    click(qtbot, row)
    assert field.isVisible()
    assert compose.window().focusWidget() is field


def test_that_a_strategy_is_chosen_by_its_tile(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    click(qtbot, compose.findChild(StrategyTile, "strategy-data_parallel"))
    assert compose.draft.spec.strategy == DataParallelSpec()


def test_that_a_strategy_that_is_nothing_without_its_options_shows_them(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.set_spec(RunSpec(devices=DevicesSpec(count=2), strategy=DdpSpec()))
    settle()
    replicas = compose.findChild(QSpinBox, "strategy.replicate")
    assert not replicas.isVisible()
    click(qtbot, compose.findChild(StrategyTile, "strategy-mesh"))
    settle()
    assert replicas.isVisible()


def test_that_a_file_of_weights_is_asked_for_only_where_they_come_from_one(
    compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.set_spec(RunSpec())
    file = compose.findChild(QLineEdit, "weights.file")
    assert not file.isVisible()
    compose.set_spec(RunSpec(weights=WeightsSpec(source="file")))
    assert file.isVisible()


def test_that_a_strategy_says_why_it_does_not_apply(
    compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.set_spec(RunSpec(devices=DevicesSpec(count=3), strategy=DdpSpec()))
    settle()
    assert compose.findChild(StrategyTile, "strategy-single").obstacle
    assert not compose.findChild(StrategyTile, "strategy-ddp").obstacle
    assert not compose.findChild(StrategyTile, "strategy-data_parallel").obstacle


def test_that_what_stands_in_the_way_of_every_strategy_is_not_said_by_each(
    compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.set_spec(RunSpec(devices=DevicesSpec(count=1000), strategy=DdpSpec()))
    settle()
    assert compose.forecast is not None and not compose.forecast.can_start
    assert not [tile.kind for tile in compose.findChildren(StrategyTile) if tile.obstacle]


def test_that_a_fix_is_one_click(qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]) -> None:
    compose.set_spec(RunSpec(devices=DevicesSpec(count=2)))
    settle()
    row = next(row for row in listed(compose).findChildren(ProblemRow) if row.problem.fix)
    click(qtbot, row.findChild(QPushButton, "fix"))
    settle()
    assert compose.forecast is not None
    assert compose.forecast.can_start


def test_that_start_hands_the_spec_over(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    spec = RunSpec(devices=DevicesSpec(count=2), strategy=DdpSpec(), model=MlpSpec(), name="mine")
    compose.set_spec(spec)
    with qtbot.waitSignal(compose.start_requested) as asked:
        click(qtbot, start_button(compose))
    assert asked.args == [spec]


def test_that_start_says_why_it_cannot_and_goes_to_the_problem(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.draft.edit({"training.micro_batch_size": 0})
    with qtbot.assertNotEmitted(compose.start_requested):
        click(qtbot, start_button(compose))
    settle()
    assert start_button(compose).isEnabled()
    assert "Micro-batch size: 0 is too small." in start_button(compose).toolTip()
    focused = compose.window().focusWidget()
    assert focused is not None
    names = [focused.objectName(), focused.parentWidget().objectName()]
    assert any("micro_batch_size" in name for name in names)


def test_that_start_queues_where_a_device_is_taken_and_says_by_whom(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.set_spec(RunSpec(devices=DevicesSpec(use=("cpu:1",))))
    compose.set_inventory(InventoryFound(inventory=MACHINE, leases=(("core-1", "an earlier run"),)))
    settle()
    assert "Queue" in start_button(compose).text()
    assert "an earlier run" in start_button(compose).toolTip()
    with qtbot.waitSignal(compose.start_requested):
        click(qtbot, start_button(compose))


def test_that_edits_are_undone_by_keyboard(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    first = tile(compose, "cpu-1")
    first.setFocus()
    click(qtbot, first)
    qtbot.keyClick(first, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert compose.draft.spec == RunSpec()


def test_that_every_valid_change_is_told(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    with qtbot.waitSignal(compose.spec_changed) as told:
        qtbot.keyClicks(compose.findChild(QLineEdit, "name"), "!")
    assert told.args[0].name == "run!"


def test_that_a_preset_is_opened_from_the_menu(compose: ComposeWorkspace) -> None:
    presets = (
        Preset(name="one", spec=RunSpec(name="one", description="The first.")),
        Preset(name="two", spec=RunSpec(name="two")),
    )
    compose.set_presets(PresetsFound(presets=presets[:1]))
    compose.set_presets(PresetsFound(presets=presets))
    menu = compose.header.menu
    assert [action.text() for action in menu.actions()][:2] == ["one    The first.", "two"]
    menu.actions()[1].trigger()
    assert compose.draft.spec == RunSpec(name="two")
    compose.undo()
    assert compose.draft.spec == RunSpec()
    assert menu.actions()[-2:] == [menu.open_action, menu.save_action]


def test_that_files_are_asked_for_and_never_touched_here(
    qtbot: QtBot, compose: ComposeWorkspace, tmp_path: Path
) -> None:
    spec = RunSpec(model=MlpSpec(), name="kept")
    compose.set_spec(spec)
    path = tmp_path / "kept.toml"
    with qtbot.waitSignal(compose.save_requested) as kept:
        compose.header.menu.save_requested.emit(path)
    assert kept.args == [path, spec]
    with qtbot.waitSignal(compose.file_requested) as asked:
        compose.header.menu.open_requested.emit(path)
    assert asked.args == [path]
    assert list(tmp_path.iterdir()) == []


def test_that_a_broken_file_is_told_with_its_line_until_another_is_opened(
    compose: ComposeWorkspace, tmp_path: Path
) -> None:
    problem = Problem(field="training.max_epochs", sentence='"many" is no whole number.', line=3)
    compose.tell_refused(SpecRefused(path=tmp_path / "broken.toml", problems=(problem,) * 6))
    words = " ".join(label.text() for label in compose.notice.findChildren(QLabel))
    assert compose.notice.isVisible()
    assert "line 3, training.max_epochs" in words
    assert "2 more" in words
    assert compose.draft.spec == RunSpec()
    compose.open_spec(RunSpec(name="other"))
    assert not compose.notice.isVisible()
    assert compose.draft.spec == RunSpec(name="other")


def test_that_nothing_is_cut_off_in_the_smallest_window(
    compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.set_spec(RunSpec(devices=DevicesSpec(count=4), strategy=DdpSpec()))
    settle()
    assert compose.minimumSizeHint().width() <= compose.width()
    assert compose.minimumSizeHint().height() <= compose.height()
    for label in compose.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap():
            needed = label.fontMetrics().horizontalAdvance(label.text())
            assert label.width() >= needed - 1, label.text()
            right = label.mapTo(compose, QPoint(label.width(), 0)).x()
            assert right <= compose.width(), label.text()


def test_that_figures_of_one_are_told_in_the_singular(
    compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    install_language("en")
    one = SyntheticImagesSpec(num_train=32, size=8)
    training = TrainingSpec(micro_batch_size=32, max_epochs=1)
    compose.set_spec(RunSpec(model=MlpSpec(), data=one, training=training))
    settle()
    names = ("plan-ranks", "plan-epoch", "plan-total", "plan-samples")
    words = [compose.findChild(QWidget, name).accessibleName() for name in names]
    assert words == ["1 rank", "1 step an epoch", "1 step in all", "32 training samples"]
    assert compose.findChild(QLabel, "batch-sentence").text() == "32 samples a step"


def test_that_a_pipeline_is_shown_with_its_bubble_and_others_without(
    compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    install_language("en")
    bubble = compose.findChild(QWidget, "plan-bubble")
    pipeline = RunSpec(model=VitSpec(), strategy=PipelineSpec(chunks=4), devices=DevicesSpec(count=2))
    compose.set_spec(pipeline)
    settle()
    assert (bubble.isHidden(), bubble.accessibleName()) == (False, "20 % bubble")
    compose.set_spec(RunSpec())
    settle()
    assert bubble.isHidden()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_every_sentence_of_a_strategy_can_be_read_to_its_end(
    qtbot: QtBot, keeper: ThemeKeeper, language: str
) -> None:
    install_language(language)
    view = ComposeWorkspace(keeper)
    install_language("en")
    qtbot.addWidget(view)
    view.show()
    for width in (1204, 1500, 1844):
        view.resize(width, 772)
        view.grab()  # lays it out
        for tile in view.findChildren(StrategyTile):
            box = tile.words_box
            needed = paragraph_height(tile.font(), box.width(), tile.sentence)
            assert needed <= box.height(), tile.text()
