import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.unexpected import Unexpected


@pytest.fixture
def unexpected(tmp_path: Path, qapp: object) -> Iterator[Unexpected]:
    watch = Unexpected(tmp_path / "logs")
    watch.install()
    yield watch
    watch.uninstall()


def fail() -> None:
    raise ValueError("no such colour")


def raised() -> BaseException:
    try:
        fail()
    except ValueError as error:
        return error
    raise AssertionError


def test_that_a_fault_becomes_a_sentence_and_its_details_a_file(
    unexpected: Unexpected, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    error = raised()
    with qtbot.waitSignal(unexpected.happened) as told:
        sys.excepthook(type(error), error, error.__traceback__)
    assert "ValueError: no such colour" in told.args[0]
    assert str(unexpected.path) in told.args[0]
    assert "in fail" in unexpected.path.read_text(encoding="utf-8")
    assert "in fail" in capsys.readouterr().err


def test_that_a_fault_of_a_thread_is_told_too(
    unexpected: Unexpected, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with qtbot.waitSignal(unexpected.happened):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert "ValueError" in capsys.readouterr().err


def test_that_a_log_that_cannot_be_written_is_no_second_fault(
    unexpected: Unexpected, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    unexpected.path.parent.write_text("a file where the folder should be", encoding="utf-8")
    error = raised()
    with qtbot.waitSignal(unexpected.happened) as told:
        sys.excepthook(type(error), error, error.__traceback__)
    assert "stderr" in told.args[0]
    assert capsys.readouterr().err
