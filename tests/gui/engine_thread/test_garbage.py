import gc
import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.engine_thread import EngineThread


class Cycle:
    """Nothing but a collection destroys it; it tells on which thread that was."""

    def __init__(self, destroyed_on: list[int]) -> None:
        self._destroyed_on = destroyed_on
        self._itself = self

    def __del__(self) -> None:
        self._destroyed_on.append(threading.get_ident())


def test_that_what_the_window_let_go_is_destroyed_on_its_own_thread(
    engine: EngineThread, qtbot: QtBot
) -> None:
    destroyed_on: list[int] = []
    much: list[list[None]] = []
    Cycle(destroyed_on)
    busy = threading.Thread(target=lambda: much.extend([] for _ in range(100_000)))
    busy.start()
    busy.join()
    assert destroyed_on == []
    qtbot.waitUntil(lambda: destroyed_on != [], timeout=10_000)
    assert destroyed_on == [threading.get_ident()]


def test_that_python_collects_by_itself_again_when_the_engines_threads_have_ended(runs_dir: Path) -> None:
    engine = EngineThread(runs_dir)
    engine.start()
    assert not gc.isenabled()
    engine.stop()
    engine.stop()
    assert gc.isenabled()


def test_that_the_end_of_one_window_leaves_the_other_as_it_is(runs_dir: Path) -> None:
    first, second = EngineThread(runs_dir), EngineThread(runs_dir)
    first.start()
    second.start()
    first.stop()
    first.stop()
    assert not gc.isenabled()
    second.stop()
    assert gc.isenabled()
