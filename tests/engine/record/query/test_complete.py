import pytest

from engine.record.events import RunState
from engine.record.query import RunColumns, complete
from tests.engine.record.query.rows import index_row

COLUMNS = RunColumns(
    (
        index_row("one", tags=("paper", "base line")),
        index_row("two", tags=("paper",), strategy="fsdp", state=RunState.FAILED),
        index_row("three", strategy="fsdp"),
    )
)


def offered(text: str) -> list[str]:
    done = complete(text, len(text), COLUMNS)
    return [text[: done.start] + suggestion.text + text[done.end :] for suggestion in done.suggestions]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("str", ["strategy:"]),
        ("digits -dur", ["digits -duration>"]),
        ("strategy:", ["strategy:fsdp", "strategy:ddp"]),
        ("strategy:d", ["strategy:ddp", "strategy:fsdp"]),
        ("strategy:ddp|fs", ["strategy:ddp|fsdp"]),
        ("state:f", ["state:failed"]),
        ("tag:", ["tag:paper", 'tag:"base line"']),
        ("is:ar", ["is:archived"]),
        ("learning", ["training.optimizer.learning_rate:"]),
        ("learning_rate:", ["learning_rate:0.004"]),
        ("drop_last:", ["drop_last:true"]),
        ("started>to", ["started>today"]),
        ("max(eval", ["max(eval/accuracy)>"]),
        ("loss>", []),
        ("nothing:", []),
        ('"str', []),
        ("", []),
        ("strategy:ddp ", []),
    ],
)
def test_that_what_can_stand_there_is_offered(text: str, whole: list[str]) -> None:
    assert offered(text) == whole


def test_that_keys_say_what_they_are_and_values_how_many_have_them() -> None:
    (key,) = complete("dura", 4, COLUMNS).suggestions
    assert key.title == "Time at work"
    assert [one.title for one in complete("tag:", 4, COLUMNS).suggestions] == ["× 2", "× 1"]


def test_that_only_what_stands_before_the_cursor_is_completed() -> None:
    done = complete("str tag:paper", 3, COLUMNS)
    assert (done.start, done.end) == (0, 3)
    assert [one.text for one in done.suggestions] == ["strategy:"]
