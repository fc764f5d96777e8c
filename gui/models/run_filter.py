"""Which runs are shown, and in which order: pure functions of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.record.events import RunState
from gui.models.messages import RunRow
from gui.models.run_columns import ColumnForm, sort_value

if TYPE_CHECKING:  # settings know filters, and are read before the first paint
    from engine.record.query import RunColumns


@dataclass(frozen=True, slots=True)
class RunFilter:
    """What a person looks for."""

    text: str = ""
    """A filter as `engine.record.query` reads it; words must be in name, tags, note, state and the like."""
    states: frozenset[RunState] = frozenset()
    """Only these; empty: any."""


@dataclass(frozen=True, slots=True)
class RunOrder:
    """By what runs are sorted."""

    name: object
    """Of the column, under which its values are kept."""
    form: ColumnForm
    descending: bool


def newest_first(rows: Sequence[RunRow]) -> tuple[RunRow, ...]:
    """The rows in the order in which equal ones are shown."""
    return tuple(sorted(rows, key=lambda row: (row.created, row.name), reverse=True))


def arrange(
    columns: RunColumns, numbers: Sequence[int], states: frozenset[RunState], order: RunOrder
) -> list[RunRow]:
    """The rows that are wanted, sorted; missing values come last either way, equal ones as they were.

    Args:
        columns: All rows, newest first.
        numbers: Of the rows that a query found.
        states: Only these; empty: any.
        order: By what they are sorted.
    """
    rows: Sequence[RunRow] = columns.rows  # type: ignore[assignment]
    if states:
        numbers = [number for number in numbers if rows[number].state in states]
    values = columns.column(("sort", order.name), lambda row: sort_value(row, order.form))
    have = [number for number in numbers if values[number] is not None]
    lack = [number for number in numbers if values[number] is None]
    have.sort(key=values.__getitem__, reverse=order.descending)  # stable either way
    return [rows[number] for number in (*have, *lack)]
