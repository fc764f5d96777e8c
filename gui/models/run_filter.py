"""Which runs are shown, and in which order: pure functions of the rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.record.events import RunState
from gui.models.messages import RunRow
from gui.models.run_columns import Column, sort_value


@dataclass(frozen=True, slots=True)
class RunFilter:
    """What a person looks for."""

    text: str = ""
    """Words that must all be somewhere in name, tags, note, state, strategy, model or data."""
    states: frozenset[RunState] = frozenset()
    """Only these; empty: any."""


def arrange(
    rows: Iterable[RunRow], wanted: RunFilter, column: Column, *, descending: bool
) -> tuple[RunRow, ...]:
    """The rows that are wanted, sorted; missing values come last either way, equal ones newest first."""
    words = wanted.text.lower().split()
    found = [row for row in rows if _fits(row, words, wanted.states)]
    found.sort(key=lambda row: (row.created, row.name), reverse=True)
    have = [row for row in found if not sort_value(row, column)[0]]
    lack = [row for row in found if sort_value(row, column)[0]]
    have.sort(key=lambda row: sort_value(row, column), reverse=descending)  # stable either way
    return (*have, *lack)


def _fits(row: RunRow, words: list[str], states: frozenset[RunState]) -> bool:
    if states and row.state not in states:
        return False
    if not words:
        return True
    parts = (row.name, *row.tags, row.note, row.state, row.strategy, row.model, row.data)
    text = "\n".join(parts).lower()
    return all(word in text for word in words)
