from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.engine_thread import EngineThread
from gui.engine_thread.logs import FIRST_BYTES, SLICE_BYTES, LogTail
from gui.models.messages import LogText, Trouble


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "run" / "logs" / "rank-0.log"
    path.parent.mkdir(parents=True)
    return path


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def test_that_only_whole_lines_come_and_each_once(log: Path) -> None:
    tail = LogTail(log)
    assert tail.poll() == ("", False)
    append(log, "one\ntw")
    assert tail.poll() == ("one\n", True)
    assert tail.poll() == ("", False)
    append(log, "o\n")
    assert tail.poll() == ("two\n", False)


def test_that_a_long_log_begins_near_its_end_with_a_whole_line(log: Path) -> None:
    append(log, "".join(f"line {number}\n" for number in range(100_000)))
    text, restarted = LogTail(log).poll()
    assert restarted
    assert len(text) <= FIRST_BYTES
    assert text.splitlines()[0].startswith("line ")
    assert text.endswith("line 99999\n")


def test_that_a_file_that_was_cut_is_read_anew(log: Path) -> None:
    tail = LogTail(log)
    append(log, "old, and longer\n")
    tail.poll()
    log.write_text("new\n", encoding="utf-8")
    assert tail.poll() == ("new\n", True)


def test_that_a_line_without_end_still_comes(log: Path) -> None:
    tail = LogTail(log)
    append(log, "start\n")
    tail.poll()
    append(log, "x" * (3 * SLICE_BYTES))
    found = "".join(tail.poll()[0] for _ in range(3))
    assert found == "x" * (3 * SLICE_BYTES)


def test_that_bytes_that_are_no_text_do_not_harm(log: Path) -> None:
    log.write_bytes(b"caf\xff\n")
    assert LogTail(log).poll()[0] == "caf\ufffd\n"


def heard(engine: EngineThread) -> tuple[list[LogText], Callable[[], str]]:
    found: list[LogText] = []
    engine.log_text.connect(found.append)
    return found, lambda: "".join(each.text for each in found)


def test_that_the_log_that_is_looked_at_is_followed(engine: EngineThread, log: Path, qtbot: QtBot) -> None:
    found, text = heard(engine)
    run = log.parent.parent
    engine.watch_log(run, "rank-0")
    append(log, "hello\n")
    qtbot.waitUntil(lambda: text() == "hello\n")
    append(log, "again\n")
    qtbot.waitUntil(lambda: text() == "hello\nagain\n")
    append(run / "logs" / "launcher.log", "started\n")
    engine.watch_log(run, "launcher")
    qtbot.waitUntil(lambda: found[-1].name == "launcher")
    assert found[-1].restarted
    assert found[-1].text == "started\n"


def test_that_nothing_is_told_of_a_log_nobody_looks_at(engine: EngineThread, log: Path, qtbot: QtBot) -> None:
    _, text = heard(engine)
    engine.watch_log(log.parent.parent, "rank-0")
    append(log, "hello\n")
    qtbot.waitUntil(lambda: text() == "hello\n")
    engine.watch_log(log.parent.parent, "")
    append(log, "unheard\n")
    with qtbot.assertNotEmitted(engine.log_text, wait=600):
        pass


def test_that_a_log_that_cannot_be_read_is_told_once(engine: EngineThread, log: Path, qtbot: QtBot) -> None:
    log.mkdir()
    troubles: list[Trouble] = []
    engine.trouble.connect(troubles.append)
    engine.watch_log(log.parent.parent, "rank-0")
    qtbot.waitUntil(lambda: bool(troubles))
    with qtbot.assertNotEmitted(engine.trouble, wait=600):
        pass
    assert troubles[0].path == log.parent.parent
