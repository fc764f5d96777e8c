import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from engine.devices.inventory import Inventory
from engine.devices.sample import Device, DeviceProcess, DeviceSample
from gui.models.messages import DevicesSampled, InventoryFound
from gui.plots.device_history import DeviceHistory
from gui.theme import ThemeKeeper
from gui.views.monitor.view import MonitorWorkspace

GPU = Device(id="GPU-1", kind="gpu", label="GPU 0", name="A GPU", index=0, memory_total_bytes=2**34)
MACHINE = Inventory(
    gpus=(GPU,), cores=(0, 1), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem="The driver is old."
)


@pytest.fixture
def history(qapp: QApplication) -> DeviceHistory:
    return DeviceHistory()


@pytest.fixture
def monitor(qtbot: QtBot, keeper: ThemeKeeper, history: DeviceHistory) -> MonitorWorkspace:
    page = MonitorWorkspace(keeper, history)
    qtbot.addWidget(page)
    page.resize(1196, 770)
    page.show()
    page.set_inventory(InventoryFound(inventory=MACHINE, leases=(("core-1", "my run"),)))
    return page


def sample(device_id: str, when: float, busy: float | None = 50.0, **more: object) -> DeviceSample:
    return DeviceSample(
        device_id=device_id,
        time=when,
        utilisation_percent=busy,
        memory_used_bytes=2**32,
        memory_total_bytes=2**34,
        **more,  # type: ignore[arg-type]
    )


def tell(history: DeviceHistory, monitor: MonitorWorkspace, *samples: DeviceSample) -> None:
    """As the window does."""
    for listener in (history, monitor):
        listener.add_samples(DevicesSampled(samples=samples))


def texts(monitor: MonitorWorkspace) -> str:
    return "\n".join(label.text() for label in monitor.findChildren(QLabel) if label.isVisible())


def test_that_every_device_has_a_card_with_its_history(
    monitor: MonitorWorkspace, history: DeviceHistory
) -> None:
    for second in range(5):
        readings = (sample("GPU-1", 1e9 + second, 10.0 * second), sample("cpu:1", 1e9 + second, 90.0))
        tell(history, monitor, *readings)
    times, busy = monitor.card("GPU-1").plot("busy").curve_data("busy")
    assert times.tolist() == [1e9 + second for second in range(5)]
    assert busy.tolist() == [0.0, 10.0, 20.0, 30.0, 40.0]
    assert monitor.card("cpu:1").plot("memory").curve_data("memory")[1].tolist() == [4.0] * 5
    assert monitor.card("cpu:0").plot("busy").is_empty


def test_that_it_says_who_uses_what_and_what_is_wrong(monitor: MonitorWorkspace) -> None:
    assert "used by my run" in texts(monitor)
    assert "free" in texts(monitor)
    assert "The driver is old." in texts(monitor)
    monitor.set_inventory(InventoryFound(inventory=MACHINE, leases=()))
    assert "my run" not in texts(monitor)


def test_that_a_gpu_tells_its_processes_and_what_it_does_not_report(monitor: MonitorWorkspace) -> None:
    process = DeviceProcess(pid=4711, memory_used_bytes=2**30, name="python", owner="ada")
    reading = sample(
        "GPU-1", 1e9, None, sm_clock_mhz=1410.0, throttle_reasons=("power cap",), processes=(process,)
    )
    monitor.add_samples(DevicesSampled(samples=(reading,)))
    shown = texts(monitor)
    assert "python (ada) 1.0 GiB" in shown
    assert "1410 MHz" in shown
    assert "power cap" in shown
    assert "not reported by this device: Busy, Power, Temperature" in shown


@pytest.mark.parametrize(("place", "seconds"), [(0, 60), (1, 600), (2, 3600), (3, 86400)])
def test_that_the_span_is_as_chosen_in_every_card(
    monitor: MonitorWorkspace, history: DeviceHistory, qtbot: QtBot, place: int, seconds: int
) -> None:
    tell(history, monitor, sample("GPU-1", 1e9), sample("cpu:0", 1e9))
    monitor.findChild(QComboBox, "monitor-span").setCurrentIndex(place)
    for device in ("GPU-1", "cpu:0"):
        plot = monitor.card(device).plot("busy")
        qtbot.waitUntil(lambda: plot.drawn()[0] == pytest.approx((1e9 - seconds, 1e9)))  # noqa: B023


def test_that_it_shows_what_came_before_it_was_made(
    history: DeviceHistory, qtbot: QtBot, keeper: ThemeKeeper
) -> None:
    for second in range(100):
        history.add_samples(DevicesSampled(samples=(sample("cpu:0", 1e9 + second, float(second)),)))
    page = MonitorWorkspace(keeper, history)
    qtbot.addWidget(page)
    page.resize(1196, 770)
    page.show()
    page.set_inventory(InventoryFound(inventory=MACHINE, leases=()))
    plot = page.card("cpu:0").plot("busy")
    assert plot.curve_data("busy")[1].tolist() == [float(second) for second in range(100)]
    qtbot.waitUntil(lambda: plot.drawn()[0] == pytest.approx((1e9 + 39, 1e9 + 99)))


def test_that_a_gpu_that_is_gone_takes_its_card_along(
    monitor: MonitorWorkspace, history: DeviceHistory
) -> None:
    fewer = Inventory(
        gpus=(), cores=(0, 1), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem="It fell off the bus."
    )
    monitor.set_inventory(InventoryFound(inventory=fewer, leases=()))
    tell(history, monitor, sample("GPU-1", 1e9), sample("cpu:0", 1e9))
    with pytest.raises(KeyError):
        monitor.card("GPU-1")
    assert "It fell off the bus." in texts(monitor)
