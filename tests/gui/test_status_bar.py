from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from engine.devices.inventory import Inventory
from engine.devices.sample import Device, DeviceSample
from engine.record.events import RunState
from gui.i18n import install_language
from gui.models.messages import (
    DevicesSampled,
    DiskFound,
    InventoryFound,
    LoomState,
    LoomStatus,
    RunRow,
    RunTable,
)
from gui.status_bar import StatusBar
from gui.theme import ThemeKeeper, device_colour
from gui.widgets.meter import Meter
from tests.gui.pixels import colours
from tests.gui.rows import run_row

GPU = Device(id="GPU-a", kind="gpu", label="GPU 0", name="NVIDIA H100", memory_total_bytes=2**36)


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> None:
    """Which has plurals."""
    install_language("en")


@pytest.fixture
def bar(qtbot: QtBot, keeper: ThemeKeeper) -> Iterator[StatusBar]:
    bar = StatusBar(keeper)
    qtbot.addWidget(bar)
    bar.resize(1280, 30)
    bar.show()
    yield bar


def machine(num_cores: int, *gpus: Device) -> InventoryFound:
    inventory = Inventory(
        gpus=gpus,
        cores=tuple(range(num_cores)),
        cpu_name="A CPU",
        memory_total_bytes=2**34,
        gpu_problem="",
    )
    return InventoryFound(inventory=inventory, leases=())


def test_that_a_few_devices_are_named_and_many_are_not(bar: StatusBar) -> None:
    bar.set_inventory(machine(2, GPU))
    named = [label.text() for label in bar.findChildren(QLabel) if not label.objectName()]
    assert named == ["GPU 0", "CPU 0", "CPU 1"]
    bar.set_inventory(machine(12))
    assert all(label.isHidden() for label in bar.findChildren(QLabel) if not label.objectName())


def sampled(**busy: float | None) -> DevicesSampled:
    """How busy each device is; `cpu_1` is `cpu:1`."""
    return DevicesSampled(
        samples=tuple(
            DeviceSample(
                device_id=name.replace("_", ":"),
                time=0.0,
                utilisation_percent=percent,
                memory_used_bytes=None,
                memory_total_bytes=None,
            )
            for name, percent in busy.items()
        )
    )


def table(*rows: RunRow) -> RunTable:
    return RunTable(rows=rows)


def meters(bar: StatusBar) -> dict[str, Meter]:
    """Those that can be seen, by the name they have under the mouse."""
    return {meter.toolTip(): meter for meter in bar.findChildren(Meter) if meter.isVisible()}


def words(bar: StatusBar, name: str) -> str:
    return bar.findChild(QLabel, f"status-{name}").text()


def test_that_every_device_has_a_meter_in_its_colour(qtbot: QtBot, bar: StatusBar) -> None:
    bar.set_inventory(machine(2, GPU))
    qtbot.waitUntil(lambda: list(meters(bar)) == ["GPU 0", "CPU 0", "CPU 1"])
    bar.add_samples(sampled(cpu_0=100.0, cpu_1=75.0))
    found = meters(bar)
    assert [found[name].share for name in found] == [None, 1.0, 0.75]
    inks = [colours(found[name]).most_common(1)[0][0].upper() for name in ("CPU 0", "CPU 1")]
    assert inks == [device_colour(1), device_colour(2)]


def test_that_a_device_that_reports_nothing_any_more_is_empty_and_a_stranger_is_no_fault(
    bar: StatusBar,
) -> None:
    bar.set_inventory(machine(1))
    bar.add_samples(sampled(cpu_0=80.0, cpu_7=10.0))
    bar.add_samples(sampled(cpu_0=None))
    assert [meter.share for meter in bar.findChildren(Meter)] == [None]


def test_that_meters_change_with_the_machine_and_stay_otherwise(qtbot: QtBot, bar: StatusBar) -> None:
    bar.set_inventory(machine(2, GPU))
    qtbot.waitUntil(lambda: len(meters(bar)) == 3)
    bar.add_samples(sampled(cpu_0=50.0))
    bar.set_inventory(machine(2, GPU))
    assert meters(bar)["CPU 0"].share == 0.5
    bar.set_inventory(machine(2))
    qtbot.waitUntil(lambda: list(meters(bar)) == ["CPU 0", "CPU 1"])


def test_that_a_machine_of_many_cores_leaves_room_for_the_rest(qtbot: QtBot, bar: StatusBar) -> None:
    bar.set_inventory(machine(256))
    bar.set_loom(LoomStatus(state=LoomState.WARM, warm_seconds=2.0, sentence=""))
    bar.show_disk(DiskFound(free_bytes=2**50))
    qtbot.waitUntil(lambda: bool(meters(bar)))
    bar.grab()  # lays it out
    assert bar.minimumSizeHint().width() <= 1280
    for name in ("loom", "disk"):
        label = bar.findChild(QLabel, f"status-{name}")
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
        assert label.geometry().right() <= bar.width()


@pytest.mark.parametrize(
    ("states", "text"),
    [
        ((), ""),
        ((RunState.COMPLETED, RunState.FAILED, RunState.KILLED, RunState.STOPPED), ""),
        ((RunState.RUNNING, RunState.COMPLETED), "1 run alive"),
        ((RunState.RUNNING, RunState.QUEUED, RunState.PAUSED, RunState.STARTING), "4 runs alive"),
    ],
)
def test_that_living_runs_are_counted_and_none_is_not_mentioned(
    bar: StatusBar, states: tuple[RunState, ...], text: str
) -> None:
    bar.set_runs(table(*(run_row(str(number), state=state) for number, state in enumerate(states))))
    button = bar.findChild(QPushButton, "status-runs")
    assert (button.text() if button.isVisible() else "") == text


def test_that_a_click_on_the_living_runs_is_told(qtbot: QtBot, bar: StatusBar) -> None:
    bar.set_runs(table(run_row(state=RunState.RUNNING)))
    with qtbot.waitSignal(bar.runs_clicked):
        qtbot.mouseClick(bar.findChild(QPushButton, "status-runs"), Qt.MouseButton.LeftButton)


def test_that_every_state_of_the_loom_has_words_of_its_own_and_its_cause_under_the_mouse(
    bar: StatusBar,
) -> None:
    told = []
    for state in LoomState:
        bar.set_loom(LoomStatus(state=state, warm_seconds=None, sentence=f"Why it is {state}."))
        told.append(words(bar, "loom"))
        assert bar.findChild(QLabel, "status-loom").toolTip() == f"Why it is {state}."
    assert len(set(told)) == len(LoomState)
    assert all(told)


@pytest.mark.parametrize(
    ("free", "text"),
    [(2**30 * 51.4, "51 GiB free"), (2**40 * 3, "3,072 GiB free"), (2**30 * 0.44, "0.4 GiB free")],
)
def test_that_free_disk_is_told(bar: StatusBar, free: float, text: str) -> None:
    bar.show_disk(DiskFound(free_bytes=int(free)))
    assert words(bar, "disk") == text


def test_that_it_speaks_chinese(chinese: None, qtbot: QtBot, keeper: ThemeKeeper) -> None:
    bar = StatusBar(keeper)
    qtbot.addWidget(bar)
    told: list[Any] = []
    for state in LoomState:
        bar.set_loom(LoomStatus(state=state, warm_seconds=None, sentence=""))
        told.append(words(bar, "loom"))
    bar.show_disk(DiskFound(free_bytes=2**35))
    bar.set_runs(table(run_row(state=RunState.RUNNING)))
    told += [words(bar, "disk"), bar.findChild(QPushButton, "status-runs").text()]
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in told), told
