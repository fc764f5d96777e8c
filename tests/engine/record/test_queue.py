from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from engine.record import queue
from engine.record.folder import RunFolder
from engine.record.leases import Leases, holders
from engine.record.locks import FileLock
from tests.engine.record.processes import running

LAUNCHER = """
    import os, sys, time
    from pathlib import Path
    from engine.record import queue
    from engine.record.disk import append_line
    from engine.record.folder import RunFolder
    from engine.record.leases import Leases
    runs, name, keys = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    leases = Leases(runs, name)
    with RunFolder(runs / name).hold_lock():
        queue.enter(runs, name, keys)
        print("waiting", flush=True)
        sys.stdin.readline()
        while not queue.try_start(runs, name, keys, leases):
            time.sleep(0.002)
        inside = [os.open(runs / f"{key}.inside", os.O_CREAT | os.O_EXCL) for key in keys]
        append_line(runs / "started", name)
        for key in keys:
            (runs / f"{key}.inside").unlink()
        leases.release()
"""


class Launchers:
    """Runs whose launchers are alive as long as the test wants."""

    def __init__(self, runs_dir: Path) -> None:
        self._runs_dir = runs_dir
        self._locks: dict[str, FileLock] = {}

    def begin(self, name: str) -> None:
        (self._runs_dir / name).mkdir(exist_ok=True)
        self._locks[name] = FileLock(RunFolder(self._runs_dir / name).lock_path)
        assert self._locks[name].acquire()

    def die(self, name: str) -> None:
        self._locks.pop(name).release()

    def all_die(self) -> None:
        for name in tuple(self._locks):
            self.die(name)


@pytest.fixture
def launchers(runs_dir: Path) -> Iterator[Launchers]:
    made = Launchers(runs_dir)
    yield made
    made.all_die()


def names(runs_dir: Path) -> list[str]:
    return [ticket.run for ticket in queue.waiting(runs_dir)]


def enter(runs_dir: Path, launchers: Launchers, *runs: str, keys: tuple[str, ...] = ("core-0",)) -> None:
    for run in runs:
        launchers.begin(run)
        queue.enter(runs_dir, run, keys)


def test_that_runs_wait_in_the_order_they_came(runs_dir: Path, launchers: Launchers) -> None:
    assert queue.waiting(runs_dir) == ()
    enter(runs_dir, launchers, "b", "a", "c")
    assert names(runs_dir) == ["b", "a", "c"]
    queue.leave(runs_dir, "a")
    queue.leave(runs_dir, "a")
    assert names(runs_dir) == ["b", "c"]


def test_that_a_dead_launcher_no_longer_waits(runs_dir: Path, launchers: Launchers) -> None:
    enter(runs_dir, launchers, "a", "b")
    launchers.die("a")
    assert names(runs_dir) == ["b"]
    leases = Leases(runs_dir, "b")
    assert queue.try_start(runs_dir, "b", ("core-0",), leases)
    leases.release()


def test_that_a_run_that_comes_back_waits_at_the_end(runs_dir: Path, launchers: Launchers) -> None:
    enter(runs_dir, launchers, "a", "b")
    launchers.die("a")
    enter(runs_dir, launchers, "a")
    assert names(runs_dir) == ["b", "a"]


def test_that_a_later_run_does_not_take_a_device_an_earlier_one_waits_for(
    runs_dir: Path, launchers: Launchers
) -> None:
    busy = Leases(runs_dir, "busy")
    assert busy.try_take(("core-1",))
    enter(runs_dir, launchers, "first", keys=("core-0", "core-1"))
    enter(runs_dir, launchers, "second")
    second = Leases(runs_dir, "second")
    assert not queue.try_start(runs_dir, "second", ("core-0",), second)
    busy.release()
    first = Leases(runs_dir, "first")
    assert queue.try_start(runs_dir, "first", ("core-0", "core-1"), first)
    assert names(runs_dir) == ["second"]
    assert not queue.try_start(runs_dir, "second", ("core-0",), second)
    first.release()
    assert queue.try_start(runs_dir, "second", ("core-0",), second)
    assert holders(runs_dir) == {"core-0": "second"}
    second.release()


def test_that_a_run_on_other_devices_does_not_wait(runs_dir: Path, launchers: Launchers) -> None:
    busy = Leases(runs_dir, "busy")
    assert busy.try_take(("core-0",))
    enter(runs_dir, launchers, "first")
    enter(runs_dir, launchers, "second", keys=("core-1",))
    second = Leases(runs_dir, "second")
    assert queue.try_start(runs_dir, "second", ("core-1",), second)
    second.release()
    busy.release()


@pytest.mark.parametrize(
    ("run", "to_index", "order"),
    [
        ("c", 0, ["c", "a", "b"]),
        ("a", 1, ["b", "a", "c"]),
        ("a", 99, ["b", "c", "a"]),
        ("b", -1, ["b", "a", "c"]),
        ("gone", 0, ["a", "b", "c"]),
    ],
)
def test_that_the_order_can_be_changed(
    runs_dir: Path, launchers: Launchers, run: str, to_index: int, order: list[str]
) -> None:
    enter(runs_dir, launchers, "a", "b", "c")
    queue.move(runs_dir, run, to_index)
    assert names(runs_dir) == order


def test_that_a_new_run_comes_after_those_that_were_moved(runs_dir: Path, launchers: Launchers) -> None:
    enter(runs_dir, launchers, "a", "b")
    queue.move(runs_dir, "b", 0)
    enter(runs_dir, launchers, "c")
    assert names(runs_dir) == ["b", "a", "c"]


def test_that_a_damaged_ticket_holds_nobody_up(runs_dir: Path, launchers: Launchers) -> None:
    enter(runs_dir, launchers, "a", "b")
    (runs_dir / "queue" / "a.json").write_bytes(b"\xff{")
    assert names(runs_dir) == ["b"]


def test_that_real_launchers_start_one_at_a_time_and_in_order(runs_dir: Path) -> None:
    order = [f"run-{number}" for number in range(4)]
    with ExitStack() as stack:
        scripts = []
        for name in order:
            (runs_dir / name).mkdir()
            script = stack.enter_context(running(LAUNCHER, runs_dir, name, "core-0", "core-1"))
            assert script.read_line() == "waiting"
            scripts.append(script)
        for script in reversed(scripts):
            script.tell("go")
        assert [script.wait() for script in scripts] == [0] * len(order)
    assert (runs_dir / "started").read_text().split() == order
    assert holders(runs_dir) == {}
    assert queue.waiting(runs_dir) == ()
