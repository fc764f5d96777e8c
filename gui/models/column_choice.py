"""What a person made of the columns of the run table, and how it is remembered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gui.models.run_columns import Column

_OWN = len(Column)


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which columns are shown, where, how wide, and by which one the runs are sorted.

    A column is a number: a `Column`, or, from `len(Column)` on, one of the extras.
    """

    order: tuple[int, ...] = tuple(Column)
    """All of them from left to right, shown or not."""
    shown: frozenset[int] | None = None
    """None: as many as fit."""
    widths: Mapping[int, int] = field(default_factory=dict)
    """Pixels; a column that is not in it is as wide as at first."""
    sorted_by: int = Column.CREATED
    descending: bool = True
    extras: tuple[str, ...] = ()
    """Options by their dotted names and metrics (`max(eval/accuracy)`) that have a column."""


def with_extras(choice: ColumnChoice, extras: tuple[str, ...]) -> ColumnChoice:
    """The same choice with these options and metrics; what was said of those that stay is kept. Pure."""
    number = {column: column for column in range(_OWN)}
    for place, key in enumerate(choice.extras):
        if key in extras:
            number[_OWN + place] = _OWN + extras.index(key)
    kept = tuple(number[column] for column in choice.order if column in number)
    new = tuple(column for column in range(_OWN + len(extras)) if column not in kept)
    shown = choice.shown
    if shown is not None:
        shown = frozenset(number[column] for column in shown if column in number) | frozenset(new)
    return replace(
        choice,
        order=(*kept, *new),
        shown=shown,
        widths={number[column]: width for column, width in choice.widths.items() if column in number},
        sorted_by=number.get(choice.sorted_by, Column.CREATED),
        extras=extras,
    )


def columns_table(choice: ColumnChoice) -> dict[str, Any]:
    """A choice for JSON, by names: a column that is added later moves none of the others."""
    names = [*Column.__members__, *choice.extras]
    return {
        "order": [names[column] for column in choice.order],
        "shown": None if choice.shown is None else sorted(names[column] for column in choice.shown),
        "widths": {names[column]: width for column, width in choice.widths.items()},
        "sorted_by": names[choice.sorted_by],
        "descending": choice.descending,
        "extras": list(choice.extras),
    }


def format_columns(choice: ColumnChoice) -> str:
    """A choice as JSON."""
    return json.dumps(columns_table(choice))


def parse_columns(text: str) -> ColumnChoice:
    """The choice in a JSON text; what it does not say, or says of unknown columns, is as at first."""
    try:
        return read_columns(json.loads(text))
    except ValueError:
        return ColumnChoice()


def read_columns(table: Any) -> ColumnChoice:
    """The choice in what JSON held."""
    if not isinstance(table, dict):
        return ColumnChoice()
    extras = tuple(dict.fromkeys(key for key in _list(table.get("extras")) if isinstance(key, str) and key))
    known: dict[str, int] = {**Column.__members__, **{key: _OWN + n for n, key in enumerate(extras)}}
    named = _columns(table.get("order"), known)
    shown, widths = table.get("shown"), table.get("widths")
    (sorted_by, *_) = (*_columns([table.get("sorted_by")], known), int(Column.CREATED))
    return ColumnChoice(
        order=(*named, *(column for column in known.values() if column not in named)),
        shown=frozenset(_columns(shown, known)) | {Column.NAME} if isinstance(shown, list) else None,
        widths=_widths(widths, known) if isinstance(widths, dict) else {},
        sorted_by=sorted_by,
        descending=table.get("descending") is not False,
        extras=extras,
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _columns(names: Any, known: Mapping[str, int]) -> tuple[int, ...]:
    found = _list(names)
    return tuple(dict.fromkeys(known[name] for name in found if isinstance(name, str) and name in known))


def _widths(table: Mapping[str, Any], known: Mapping[str, int]) -> dict[int, int]:
    return {
        known[name]: width
        for name, width in table.items()
        if name in known and isinstance(width, int) and width > 0
    }
