from pathlib import Path

from engine.record.leases import Leases, holders
from tests.engine.record.processes import running
from tests.waiting import wait_until

HOLDS = """
    import signal, sys
    from pathlib import Path
    from engine.record.leases import Leases
    assert Leases(Path(sys.argv[1]), "other").try_take(sys.argv[2:])
    print("held", flush=True)
    signal.pause()
"""


def test_that_a_device_has_one_holder(runs_dir: Path) -> None:
    first, second = Leases(runs_dir, "first"), Leases(runs_dir, "second")
    assert first.try_take(("core-0", "core-1"))
    assert not second.try_take(("core-1",))
    assert second.try_take(("core-2",))
    assert holders(runs_dir) == {"core-0": "first", "core-1": "first", "core-2": "second"}
    first.release()
    assert holders(runs_dir) == {"core-2": "second"}
    second.release()
    assert holders(runs_dir) == {}


def test_that_all_leases_are_taken_or_none(runs_dir: Path) -> None:
    first, second = Leases(runs_dir, "first"), Leases(runs_dir, "second")
    assert first.try_take(("core-1",))
    assert not second.try_take(("core-0", "core-1", "core-2"))
    assert holders(runs_dir) == {"core-1": "first"}
    assert second.keys == frozenset()
    first.release()


def test_that_more_leases_can_be_added_to_those_held(runs_dir: Path) -> None:
    leases = Leases(runs_dir, "first")
    assert leases.try_take(("core-0",))
    assert leases.try_take(("core-0", "core-1"))
    assert leases.keys == {"core-0", "core-1"}
    leases.release()
    assert leases.keys == frozenset()


def test_that_a_shorter_name_leaves_nothing_of_a_longer_one(runs_dir: Path) -> None:
    for name in ("a-rather-long-name", "short"):
        leases = Leases(runs_dir, name)
        assert leases.try_take(("core-0",))
        assert holders(runs_dir) == {"core-0": name}
        leases.release()


def test_that_nobody_holds_anything_where_there_are_no_runs(tmp_path: Path) -> None:
    assert holders(tmp_path / "never") == {}


def test_that_the_leases_of_a_killed_launcher_are_free(runs_dir: Path) -> None:
    with running(HOLDS, runs_dir, "core-0", "core-1") as launcher:
        assert launcher.read_line() == "held"
        leases = Leases(runs_dir, "mine")
        assert not leases.try_take(("core-1",))
        launcher.kill()
        wait_until(lambda: leases.try_take(("core-0", "core-1")), timeout=5, what="the leases")
        leases.release()
