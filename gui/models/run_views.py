"""Views of the run table that a person keeps: columns, filter and order under a name."""

import json
from dataclasses import dataclass
from typing import Any

from engine.record.events import RunState
from gui.models.column_choice import ColumnChoice, columns_table, read_columns
from gui.models.run_filter import RunFilter


@dataclass(frozen=True, slots=True)
class SavedView:
    """One of them."""

    name: str
    wanted: RunFilter
    columns: ColumnChoice


SavedViews = tuple[SavedView, ...]


def keep_view(views: SavedViews, view: SavedView) -> SavedViews:
    """With that view, in place of one of the same name. Pure."""
    others = (other for other in views if other.name != view.name)
    return tuple(sorted((*others, view), key=lambda one: one.name.lower()))


def format_views(views: SavedViews) -> str:
    """All views as JSON."""
    return json.dumps([_table(view) for view in views])


def parse_views(text: str) -> SavedViews:
    """The views in a JSON text; what cannot be understood is left out."""
    try:
        tables = json.loads(text)
    except ValueError:
        return ()
    views: SavedViews = ()
    for table in tables if isinstance(tables, list) else ():
        if isinstance(table, dict) and isinstance(table.get("name"), str) and table["name"]:
            views = keep_view(views, _view(table))
    return views


def _table(view: SavedView) -> dict[str, Any]:
    return {
        "name": view.name,
        "text": view.wanted.text,
        "states": sorted(view.wanted.states),
        "columns": columns_table(view.columns),
    }


def _view(table: dict[str, Any]) -> SavedView:
    text, states = table.get("text"), table.get("states")
    known = {str(state): state for state in RunState}
    named = states if isinstance(states, list) else []
    wanted = RunFilter(
        text=text if isinstance(text, str) else "",
        states=frozenset(known[name] for name in named if isinstance(name, str) and name in known),
    )
    return SavedView(table["name"], wanted, read_columns(table.get("columns")))
