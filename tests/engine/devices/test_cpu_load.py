import os
import sys
import time

import pytest

from engine.devices import cpu_load
from engine.devices.cpu_load import CpuLoad, parse_stat, share_busy

STAT = b"""\
cpu  500 0 300 900 100 0 0 0 400 0
cpu0 200 10 90 600 100 5 3 2 150 0
cpu3 300 0 0 300 0 0 0 0 250 0
intr 12345 0 0
ctxt 99
"""


def test_that_times_are_read_by_core_also_where_cores_are_switched_off() -> None:
    assert parse_stat(STAT) == {0: (pytest.approx(7.0), pytest.approx(10.1)), 3: (3.0, 6.0)}


@pytest.mark.parametrize(
    ("before", "after", "busy"),
    [
        ((0, 0), (1, 4), 75.0),
        ((0, 0), (0, 4), 100.0),
        ((0, 0), (4, 4), 0.0),
        ((3, 4), (2.9, 5), 100.0),  # iowait may run backwards
        ((1, 1), (1, 1), None),
        ((5, 9), (1, 2), None),  # switched off and on again
    ],
)
def test_that_a_share_is_of_the_time_between(
    before: tuple[float, float], after: tuple[float, float], busy: float | None
) -> None:
    assert share_busy(before, after) == (None if busy is None else pytest.approx(busy))


@pytest.mark.skipif(sys.platform != "linux", reason="pins itself to a core")
def test_that_a_core_that_works_is_busy() -> None:
    cores = os.sched_getaffinity(0)
    core = max(cores)
    os.sched_setaffinity(0, {core})
    try:
        load = CpuLoad()
        assert load.busy_percent([core]) is None
        worked = time.process_time() + 0.2
        while time.process_time() < worked:
            load.look()
        busy = load.busy_percent([core])
    finally:
        os.sched_setaffinity(0, cores)
    assert busy is not None
    assert busy > 50
    assert load.busy_percent([core, 100_000]) == busy
    assert load.busy_percent([100_000]) is None


def test_that_a_look_at_once_keeps_what_was_known(monkeypatch: pytest.MonkeyPatch) -> None:
    readings = iter([{0: (5.0, 10.0)}, {0: (5.5, 11.0)}, {0: (5.5, 11.01)}, {0: (5.5, 12.0)}])
    monkeypatch.setattr(cpu_load, "_read_times", lambda: next(readings))
    load, seen = CpuLoad(), []
    for _ in range(3):
        load.look()
        seen.append(load.busy_percent([0]))
    assert seen == [50.0, 50.0, 100.0]


def test_that_a_core_that_did_nothing_after_a_long_time_is_not_busy_at_all() -> None:
    assert 1 - (2843.48 - 2843.17) / (5000.31 - 5000.0) != 0.0
    assert share_busy((2843.17, 5000.0), (2843.48, 5000.31)) == 0.0
