"""Plain values to a spec, or every problem with them."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from engine.base import Record
from engine.errors import Problem, SpecError
from engine.spec.explain import Lines, explain
from engine.spec.fields import NONE, is_optional, part_record
from engine.spec.run import TRAINED, RunSpec
from engine.spec.toml_lines import line_of

VERSION = 1
"""The format that is written."""


def build_spec(table: Mapping[str, Any], lines: Lines | None = None) -> RunSpec:
    """The spec of nested tables, as TOML gives them.

    Args:
        table: Values by name; what is missing keeps its default.
        lines: The line of each key, where the values came from a file.

    Raises:
        SpecError: with every unknown key, wrong type and impossible value.
    """
    lines = lines or {}
    version = table.get("version", VERSION)
    if version != VERSION or isinstance(version, bool):
        raise SpecError([_other_version(version, lines)])
    beside = [part for part in TRAINED if part in table] if _is_script(table) else []
    if beside:
        raise SpecError([_not_beside_script(part, lines) for part in beside])
    try:
        # Strict: "3" is no number and 1 is not true. A whole number is still a number.
        return RunSpec.model_validate(as_record(RunSpec, table), strict=True)
    except ValidationError as error:
        raise SpecError(explain(error, RunSpec, lines)) from error


def _other_version(version: object, lines: Lines) -> Problem:
    return Problem(
        field="version",
        sentence=f"The file says version {version!r} of the format; this Paraloom reads version {VERSION}.",
        mend=f"Set version = {VERSION} if it was mistyped; a newer file needs a newer Paraloom.",
        line=line_of(lines, ("version",)),
    )


def _is_script(table: Mapping[str, Any]) -> bool:
    return table.get("script") not in (None, NONE)


def _not_beside_script(part: str, lines: Lines) -> Problem:
    return Problem(
        field=part,
        sentence=f"This run is a script, which brings its own training: [{part}] means nothing to it.",
        mend=f"Take [{part}] out, or [script].",
        line=line_of(lines, (part,)),
    )


def as_record(record: type[Record], table: Mapping[str, Any]) -> dict[str, Any]:
    """A table as strict records read it: lists are tuples, and the word for an empty value is None."""
    fields = record.model_fields
    return {
        name: _as_field(fields[name], value) if name in fields else value for name, value in table.items()
    }


def _as_field(field: FieldInfo, value: object) -> object:
    """What TOML has no form for: an empty value is a word, a tuple a list."""
    if isinstance(value, Mapping):
        part = part_record(field, value)
        return as_record(part, value) if part else dict(value)
    if isinstance(value, list):
        return tuple(value)
    return None if value == NONE and is_optional(field.annotation) else value
