import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from engine.devices.sample import DeviceSample
from gui.models.messages import DevicesSampled
from gui.plots.device_history import DeviceHistory

NOW = 1_800_000_000.0
PERIOD = 1.0
NUM_SAMPLES = int(26 * 3600 / PERIOD)
SPANS = [(60.0, 1.0), (600.0, 1.0), (3600.0, 10.0), (86_400.0, 120.0)]
"""How far back a person looks, and the longest gap, in s: of a plot of 600 pixels, less than two of them."""


@pytest.fixture
def history(qapp: QApplication) -> DeviceHistory:
    return DeviceHistory()


def sample(when: float, busy: float | None, power: float | None = None) -> DeviceSample:
    return DeviceSample(
        device_id="GPU-1",
        time=when,
        utilisation_percent=busy,
        memory_used_bytes=2**31,
        memory_total_bytes=2**34,
        power_watts=power,
    )


@pytest.fixture(scope="module")
def day(qapp: QApplication) -> DeviceHistory:
    """More than a day of readings: noise, and a peak a few hours ago."""
    history = DeviceHistory()
    busy = np.random.default_rng(0).random(NUM_SAMPLES) * 50
    busy[NUM_SAMPLES - int(5 * 3600 / PERIOD)] = 100.0
    for place, value in enumerate(busy.tolist()):
        when = NOW - (NUM_SAMPLES - 1 - place) * PERIOD
        history.add_samples(DevicesSampled(samples=(sample(when, value),)))
    return history


@pytest.mark.parametrize(("seconds", "longest_gap"), SPANS)
def test_that_every_span_is_full_of_readings(day: DeviceHistory, seconds: float, longest_gap: float) -> None:
    times = day.points("GPU-1", "busy").times
    seen = times[times >= NOW - seconds]
    gaps = np.diff(seen, prepend=NOW - seconds)
    assert seen[-1] == NOW
    assert (gaps >= 0).all()
    assert gaps.max() <= longest_gap


def test_that_a_day_fits_into_bounded_memory(day: DeviceHistory) -> None:
    points = day.points("GPU-1", "busy")
    assert len(points) < 5500
    assert points.times[0] >= NOW - 86_400 * 4 / 3


def test_that_a_peak_of_hours_ago_is_still_there(day: DeviceHistory) -> None:
    assert day.points("GPU-1", "busy").values.max() == 100.0


def test_that_what_a_device_never_reports_takes_no_room_and_what_it_stops_to_report_is_a_gap(
    history: DeviceHistory,
) -> None:
    for second, busy in enumerate((10.0, None, 30.0)):
        history.add_samples(DevicesSampled(samples=(sample(NOW + second, busy),)))
    np.testing.assert_array_equal(history.points("GPU-1", "busy").values, [10.0, np.nan, 30.0])
    assert history.points("GPU-1", "memory").values.tolist() == [2.0, 2.0, 2.0]
    assert len(history.points("GPU-1", "power")) == 0
    history.add_samples(DevicesSampled(samples=(sample(NOW + 3, 40.0),)))
    assert len(history.points("GPU-1", "power")) == 0
