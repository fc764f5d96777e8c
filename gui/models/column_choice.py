"""What a person made of the columns of the run table, and how it is remembered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gui.models.run_columns import Column


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which columns are shown, where, how wide, and by which one the runs are sorted."""

    order: tuple[Column, ...] = tuple(Column)
    """All of them from left to right, shown or not."""
    shown: frozenset[Column] | None = None
    """None: as many as fit."""
    widths: Mapping[Column, int] = field(default_factory=dict)
    """Pixels; a column that is not in it is as wide as at first."""
    sorted_by: Column = Column.CREATED
    descending: bool = True


def format_columns(choice: ColumnChoice) -> str:
    """A choice as JSON, by names: a column that is added later moves none of the others."""
    table = {
        "order": [column.name for column in choice.order],
        "shown": None if choice.shown is None else sorted(column.name for column in choice.shown),
        "widths": {column.name: width for column, width in choice.widths.items()},
        "sorted_by": choice.sorted_by.name,
        "descending": choice.descending,
    }
    return json.dumps(table)


def parse_columns(text: str) -> ColumnChoice:
    """The choice in a JSON text; what it does not say, or says of unknown columns, is as at first."""
    try:
        table = json.loads(text)
    except ValueError:
        return ColumnChoice()
    if not isinstance(table, dict):
        return ColumnChoice()
    named = _columns(table.get("order"))
    shown, widths = table.get("shown"), table.get("widths")
    (sorted_by, *_) = (*_columns([table.get("sorted_by")]), Column.CREATED)
    return ColumnChoice(
        order=(*named, *(column for column in Column if column not in named)),
        shown=frozenset(_columns(shown)) | {Column.NAME} if isinstance(shown, list) else None,
        widths=_widths(widths) if isinstance(widths, dict) else {},
        sorted_by=sorted_by,
        descending=table.get("descending") is not False,
    )


def _columns(names: Any) -> tuple[Column, ...]:
    known = Column.__members__
    found = names if isinstance(names, list) else []
    return tuple(dict.fromkeys(known[name] for name in found if isinstance(name, str) and name in known))


def _widths(table: Mapping[str, Any]) -> dict[Column, int]:
    known = Column.__members__
    return {
        known[name]: width
        for name, width in table.items()
        if name in known and isinstance(width, int) and width > 0
    }
