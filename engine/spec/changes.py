"""Single settings of a spec: read from `KEY=VALUE`, and applied."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.fields import FieldInfo

from engine.base import Record
from engine.errors import Problem, SpecError
from engine.spec.check import build_spec
from engine.spec.fields import KIND, NONE, bare, choices, fields_at, is_optional, item_type, part_record
from engine.spec.run import TRAINED, RunSpec
from engine.spec.wording import show

_BETWEEN_TEXTS = re.compile(r",(?!\s*\d)")
"""A comma before a figure belongs to the item: `cpu:0,2` is one slice of two cores."""


def apply_changes(spec: RunSpec, changes: Mapping[str, Any]) -> RunSpec:
    """A spec with other values in some fields.

    Another `kind` starts its part afresh from that kind's defaults; the other changes come after it. An
    optional field is emptied with None or `none`.

    Args:
        spec: Where to start from; it stays as it is.
        changes: Dotted field to its new value, for instance `{"training.optimizer.kind": "sgd"}`.

    Raises:
        SpecError: with every unknown field, wrong type and impossible value.
    """
    table = spec.model_dump()
    problems: list[Problem] = []
    for key in sorted(changes, key=_kinds_first):
        problem = _place(table, key, changes[key])
        problems += [problem] if problem else []
    if table.get("script") is not None:  # what nobody changes in this breath goes; the rest is a mistake
        asked = {key.partition(".")[0] for key in changes}
        table = {name: value for name, value in table.items() if name in asked or name not in TRAINED}
    try:
        changed = build_spec(table)
    except SpecError as error:
        raise SpecError([*problems, *error.problems]) from error
    if problems:
        raise SpecError(problems)
    return changed


def find_changes(before: RunSpec, after: RunSpec) -> dict[str, Any]:
    """Dotted field to the value that another spec has there: `apply_changes` makes the one of the other.

    Where a part is of another kind, all of it is a change; else its options are, one by one.
    """
    return dict(_differences(before, after, ""))


def parse_setting(text: str) -> tuple[str, Any]:
    """Field and value of `KEY=VALUE`, the value as TOML or as plain words.

    Lists may be written with commas alone (`devices.use=cpu:0,cpu:1`) and text without quotation marks;
    `none` empties an optional field. Whether the field exists and takes the value is said by `apply_changes`.

    Raises:
        SpecError: There is no `=`, or no field before it.
    """
    key, equals, value = text.partition("=")
    key, value = key.strip(), value.strip()
    if not equals or not key:
        problem = Problem(
            field="",
            sentence=f"{show(text)} is not a setting.",
            mend="Write KEY=VALUE, for instance training.max_epochs=3.",
        )
        raise SpecError([problem])
    return key, _read_value(value, fields_at(RunSpec, tuple(key.split("."))))


def _differences(before: Record, after: Record, around: str) -> Iterator[tuple[str, Any]]:
    for name in type(after).model_fields:
        was, now = getattr(before, name), getattr(after, name)
        if was == now:
            continue
        if isinstance(was, Record) and type(was) is type(now):
            yield from _differences(was, now, f"{around}{name}.")
        else:
            yield f"{around}{name}", now


def _kinds_first(key: str) -> tuple[int, int, str]:
    """A part's own value, then its kind, then its options; outer parts before inner ones."""
    path = key.split(".")
    is_option = path[-1] != KIND and len(path) > 1
    return (int(is_option), len(path), key)


def _place(table: dict[str, Any], key: str, value: object) -> Problem | None:
    *parts, name = key.split(".")
    for depth, part in enumerate(parts):
        if table.get(part) is None and _is_optional_part(parts[: depth + 1]):
            table[part] = {}
        table = table.setdefault(part, {})
        if not isinstance(table, dict):
            around = ".".join(parts[: depth + 1])
            return Problem(
                field=key,
                sentence=f"{around} is a single value, without options.",
                mend=f"Set {around} itself.",
            )
    if name == KIND and _starts_part(parts) and table.get(KIND) != value:
        table.clear()
    table[name] = _plain(value)
    return None


def _is_optional_part(parts: list[str]) -> bool:
    """Whether these parts name a table that may be missing."""
    return any(
        is_optional(field.annotation) and part_record(field, None) is not None
        for field in fields_at(RunSpec, tuple(parts))
    )


def _starts_part(parts: list[str]) -> bool:
    """Whether these parts name a field that holds records of several kinds."""
    return any(choices(field) for field in fields_at(RunSpec, tuple(parts)))


def _plain(value: object) -> object:
    if isinstance(value, Record):
        return value.model_dump()
    return dict(value) if isinstance(value, Mapping) else value


def _read_value(text: str, fields: tuple[FieldInfo, ...]) -> object:
    if text.lower() == NONE and any(is_optional(field.annotation) for field in fields):
        return None
    items = {item_type(field.annotation) for field in fields} - {None}
    types = {bare(field.annotation)[0] for field in fields}
    if items:
        return _read_list(text, of_text=str in items)
    if types == {bool} and text.lower() in ("true", "false"):
        return text.lower() == "true"
    value = _literal(text)
    return text if str in types and not isinstance(value, str) else value


def _read_list(text: str, *, of_text: bool) -> object:
    value = _literal(text)
    if isinstance(value, list):
        return value
    pieces = _BETWEEN_TEXTS.split(text) if of_text else text.split(",")
    stripped = [piece.strip() for piece in pieces if piece.strip()]
    return stripped if of_text else [_literal(piece) for piece in stripped]


def _literal(text: str) -> object:
    """A TOML value, or the text itself where it is none."""
    try:
        table = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return table["value"] if len(table) == 1 else text
