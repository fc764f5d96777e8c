import time

import pytest

from engine.errors import QueryError
from engine.record.events import RunState
from engine.record.facts import Facts
from engine.record.query import RunColumns, parse_query
from tests.engine.record.query.rows import index_row

NOW = time.mktime((2026, 11, 25, 12, 0, 0, 0, 0, -1))


def at(year: int, month: int, day: int, hour: int = 12) -> float:
    return time.mktime((year, month, day, hour, 0, 0, 0, 0, -1))


ROWS = (
    index_row("digits-ddp", created=at(2026, 11, 25), tags=("paper", "base line"), note="With warm-up"),
    index_row(
        "images-fsdp",
        created=at(2026, 11, 1),
        strategy="fsdp",
        data="synthetic_images",
        state=RunState.FAILED,
        eval_accuracy=None,
        duration_seconds=3700.0,
        options=Facts.of({"training.optimizer.learning_rate": 0.1, "training.micro_batch_size": 64}),
        metrics=Facts.of({"last(eval/accuracy)": 0.4, "max(eval/accuracy)": 0.99}),
    ),
    index_row(
        "digits-zero",
        created=at(2025, 3, 2),
        strategy="zero",
        state=RunState.RUNNING,
        eval_accuracy=0.5,
        samples_per_second=900.0,
        duration_seconds=250.0,
        devices="GPU 0, GPU 10",
        world_size=4,
    ),
    index_row("old", created=at(2024, 1, 1), archived=True, eval_accuracy=0.99),
)
COLUMNS = RunColumns(ROWS)
DDP, FSDP, ZERO, OLD = (row.name for row in ROWS)


def found(text: str) -> list[str]:
    return [ROWS[number].name for number in parse_query(text).select(COLUMNS, now=NOW)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", [DDP, FSDP, ZERO]),
        ("digits", [DDP, ZERO]),
        ("DIGITS paper", [DDP]),
        ('"base line"', [DDP]),
        ("base line", [DDP]),
        ("fsdp|zero", [FSDP, ZERO]),
        ("-digits", [FSDP]),
        ("strategy:ddp", [DDP]),
        ("strategy=d", []),
        ("strategy!=ddp", [FSDP, ZERO]),
        ("strategy:fsdp,zero", [FSDP, ZERO]),
        ("name=digits-*", [DDP, ZERO]),
        ("name=*-fsdp", [FSDP]),
        ("tag:paper", [DDP]),
        ('tag="base line"', [DDP]),
        ("tag=base", []),
        ("tag:none", [FSDP, ZERO]),
        ("-state:failed", [DDP, ZERO]),
        ("state:failed|running", [FSDP, ZERO]),
        ('device:"gpu 10"', [ZERO]),
        ("accuracy>0.97", [DDP]),
        ("accuracy > 97%", [DDP]),
        ("accuracy<=0.5", [ZERO]),
        ("accuracy:0.975", [DDP]),
        ("accuracy:none", [FSDP]),
        ("-accuracy>0.97", [FSDP, ZERO]),
        ("accuracy:0.4..0.6", [ZERO]),
        ("duration<5m", [DDP, ZERO]),
        ("duration>1h", [FSDP]),
        ("duration>1h1m39s duration<=1h1m40s", [FSDP]),
        ("rate>1k ranks:2", [DDP, FSDP]),
        ("started>2026-11-01", [DDP]),
        ("started>=2026-11-01", [DDP, FSDP]),
        ("started:2026-11", [DDP, FSDP]),
        ("started<2026", [ZERO]),
        ("started:today", [DDP]),
        ("started>30d", [DDP, FSDP]),
        ("started:2025-01..2025-04", [ZERO]),
        ("created>2026-11-24T09:30", [DDP]),
        ("training.learning_rate<=0.01", [DDP, ZERO]),
        ("training.optimizer.learning_rate=0.1", [FSDP]),
        ("micro_batch_size:64", [FSDP]),
        ("training.optimizer.kind:adam", [DDP, ZERO]),
        ("training.optimizer.kind:none", [FSDP]),
        ("drop_last:true", [DDP, ZERO]),
        ("model.channels:64", [DDP, ZERO]),
        ("eval/accuracy>0.9", [DDP, ZERO]),
        ("best(eval/accuracy)>0.985", [FSDP]),
        ("best(train/loss)<0.3", [DDP, ZERO]),
        ("max(train/loss)>2", [DDP, ZERO]),
        ("is:alive", [ZERO]),
        ("-is:over", [ZERO]),
        ("is:resumable", [FSDP]),
        ("has:tag", [DDP]),
        ("-has:note digits", [ZERO]),
        ("is:archived", [OLD]),
        ("is:archived accuracy>0.9", [OLD]),
        ("is:archived|listed accuracy>0.9", [DDP, OLD]),
    ],
)
def test_that_a_filter_finds_what_it_says(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "sentence", "mend"),
    [
        ("accuracy>", "accuracy> has no value.", "accuracy>0.97"),
        ("accuracy>much", "“much” is no value of accuracy.", "97%"),
        ("accuracy>97", "accuracy is never more than 1.", "97%"),
        ("duration<5x", "“5x” is no value of duration.", "5m"),
        ("started>2026-13", "“2026-13” is no value of started.", "2026-11-01"),
        ("started>soon", "“soon” is no value of started.", "7d"),
        ("strategy>ddp", "strategy is a text: it cannot be compared with >.", "strategy=ddp"),
        ("is:happy", "is:happy means nothing.", "archived"),
        ("is>alive", "is cannot be compared with >.", "is:alive"),
        ("stratgy:ddp", "No run has anything called stratgy.", "Did you mean strategy?"),
        ("eval/acuracy>1", "No run has anything called eval/acuracy.", "Did you mean eval/accuracy?"),
        ("kind:x", "kind could be training.optimizer.kind, training.schedule.kind.", "Say more"),
    ],
)
def test_that_what_cannot_be_understood_is_a_sentence(text: str, sentence: str, mend: str) -> None:
    with pytest.raises(QueryError) as caught:
        found(text)
    assert caught.value.sentence == sentence
    assert mend in caught.value.mend


@pytest.mark.parametrize("text", ['"', "-", "- -", ":", "a|", "|", ",", ">5", '"a" "', "(", "a b  c   "])
def test_that_half_typed_texts_are_no_trouble(text: str) -> None:
    found(text)


def test_that_nothing_is_wrong_where_there_is_no_run() -> None:
    assert list(parse_query("some.option>3").select(RunColumns())) == []


def test_that_columns_follow_the_rows() -> None:
    columns = RunColumns(ROWS)
    query = parse_query("digits accuracy>0.9")
    assert query.select(columns) == [0]
    fresh = index_row("digits-fresh")
    columns.set_rows((fresh, *ROWS))
    assert query.select(columns) == [0, 1]
    columns.set_rows(ROWS[1:])
    assert query.select(columns) == []


def test_that_only_new_rows_are_asked_again() -> None:
    asked: list[str] = []

    def ask(row: object) -> int:
        asked.append(str(getattr(row, "name", "")))
        return 0

    columns = RunColumns(ROWS)
    columns.column("x", ask)
    columns.set_rows((index_row("fresh"), *ROWS))
    assert columns.column("x", ask) == [0] * 5
    assert asked == [DDP, FSDP, ZERO, OLD, "fresh"]
