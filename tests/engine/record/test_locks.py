import os
import signal
from pathlib import Path

import pytest

from engine.errors import RunFolderError
from engine.record.locks import FileLock, is_locked, locked
from tests.engine.record.processes import run_without_rights, running
from tests.waiting import wait_until

HOLDS_AND_FORKS = """
    import os, signal, sys
    from pathlib import Path
    from engine.record.locks import FileLock
    lock = FileLock(Path(sys.argv[1]))
    assert lock.acquire()
    child = os.fork()
    if child == 0:
        signal.pause()
    print(child, flush=True)
    sys.stdin.readline()
    lock.release()
    print("released", flush=True)
    signal.pause()
"""


def test_that_a_lock_has_one_holder_also_within_one_process(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "a"), FileLock(tmp_path / "a")
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    assert not second.is_held
    first.release()
    first.release()
    assert second.acquire()
    second.release()


def test_that_who_looks_does_not_take_the_lock_from_its_holder(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "a")
    assert not is_locked(tmp_path / "a")
    assert lock.acquire()
    assert is_locked(tmp_path / "a")
    assert is_locked(tmp_path / "a")
    assert not FileLock(tmp_path / "a").acquire()
    lock.release()
    assert not is_locked(tmp_path / "a")


def test_that_a_lock_that_is_taken_is_a_sentence(tmp_path: Path) -> None:
    def hold() -> None:
        with locked(tmp_path / "a", wait_seconds=0, sentence="It is taken.", mend="Wait."):
            assert is_locked(tmp_path / "a")
            with locked(tmp_path / "a", wait_seconds=0, sentence="It is taken.", mend="Wait."):
                raise AssertionError("held twice")

    with pytest.raises(RunFolderError, match=r"It is taken\. Wait\."):
        hold()
    assert not is_locked(tmp_path / "a")


def test_that_a_lock_in_a_deleted_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="is gone"):
        FileLock(tmp_path / "deleted" / "a").acquire()
    assert not is_locked(tmp_path / "deleted" / "a")


def test_that_a_killed_holder_frees_the_lock_though_its_forked_child_lives(tmp_path: Path) -> None:
    with running(HOLDS_AND_FORKS, tmp_path / "a") as script:
        child = int(script.read_line())
        try:
            assert is_locked(tmp_path / "a")
            script.kill()
            wait_until(lambda: not is_locked(tmp_path / "a"), timeout=5, what="the lock to be free")
            os.kill(child, 0)  # still there
        finally:
            os.kill(child, signal.SIGKILL)


def test_that_the_end_of_a_forked_child_leaves_the_lock_with_its_holder(tmp_path: Path) -> None:
    with running(HOLDS_AND_FORKS, tmp_path / "a") as script:
        child = int(script.read_line())
        os.kill(child, signal.SIGKILL)
        wait_until(lambda: _is_zombie(child), what="the child's end")
        assert is_locked(tmp_path / "a")
        script.tell("release")
        assert script.read_line() == "released"
        assert not is_locked(tmp_path / "a")


def _is_zombie(pid: int) -> bool:
    return ") Z " in Path(f"/proc/{pid}/stat").read_text()


def test_that_a_lock_can_be_looked_at_without_the_right_to_write(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "a")
    assert lock.acquire()
    script = """
        from pathlib import Path
        from engine.record.locks import is_locked
        # give up rights
        print(is_locked(Path("a")))
        """
    assert run_without_rights(script, tmp_path) == "True"
    lock.release()
    assert run_without_rights(script, tmp_path) == "False"
