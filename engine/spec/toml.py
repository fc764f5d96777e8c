"""Specs on disk: read, written and changed, and a bad line named."""

import re
import secrets
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomli_w

from engine.base import Record
from engine.errors import Problem, SpecError
from engine.spec.changes import apply_changes, parse_setting
from engine.spec.check import build_spec
from engine.spec.explain import Lines
from engine.spec.fields import NONE
from engine.spec.run import TRAINED, RunSpec
from engine.spec.toml_lines import key_lines, line_of

__all__ = [
    "add_lines",
    "apply_changes",
    "format_spec",
    "parse_setting",
    "parse_spec",
    "read_spec",
    "read_table",
    "write_spec",
    "write_text",
]

_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_QUOTES = 'Text needs quotation marks (name = "digits"); numbers, true and false need none.'
_MENDS = {
    "invalid value": _QUOTES,
    "string": _QUOTES,
    "illegal character": _QUOTES,
    "overwrite": "It is given twice: keep one.",
    "twice": "It is given twice: keep one.",
    "after a key": 'Write NAME = VALUE, for instance name = "digits".',
    "invalid statement": 'Write NAME = VALUE, for instance name = "digits".',
    "declaration": "A table begins with its name in brackets, for instance [training].",
}


def read_spec(path: Path | str) -> RunSpec:
    """The spec in a TOML file.

    Raises:
        SpecError: The file cannot be read or is not TOML, or with every problem in it.
    """
    return parse_spec(_read_text(Path(path)))


def read_table(path: Path | str) -> tuple[dict[str, Any], Lines]:
    """The tables of a TOML file, and the line of each of its keys.

    Raises:
        SpecError: The file cannot be read or is not TOML.
    """
    text = _read_text(Path(path))
    return _tables(text), key_lines(text)


def _read_text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _file_error(path, "read", error) from error
    try:
        return data.decode("utf-8-sig")  # some editors on Windows put a mark before the text
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = Problem(
            field="",
            sentence=f"{path} is not UTF-8 text.",
            mend="Save it as UTF-8, or check that it is the file you meant.",
            line=line,
        )
        raise SpecError([problem]) from error


def parse_spec(text: str) -> RunSpec:
    """The spec in a TOML text; what it leaves out keeps its default.

    Raises:
        SpecError: The text is not TOML, or with every problem in it, each with field, line and mend.
    """
    return build_spec(_tables(text), key_lines(text))


def _tables(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of too many digits is a plain ValueError
        raise SpecError([_broken(text, error)]) from error


def add_lines(problems: Sequence[Problem], path: Path) -> tuple[Problem, ...]:
    """The problems, each with the line of its field in the file that the spec was read from.

    Args:
        problems: Found after the file was read: what is not in the file has no line.
        path: Of the file.
    """
    lines = key_lines(path.read_text(encoding="utf-8-sig"))
    return tuple(
        problem.model_copy(update={"line": line_of(lines, problem.field.split("."))})
        if problem.line is None and problem.field
        else problem
        for problem in problems
    )


def format_spec(spec: RunSpec) -> str:
    """The spec as TOML, complete: it reads back as exactly the same spec."""
    table = _table(spec)
    if spec.script is not None:
        table = {name: value for name, value in table.items() if name not in TRAINED}
    return tomli_w.dumps(table)


def write_spec(path: Path | str, spec: RunSpec) -> None:
    """Write a spec as TOML, whole or not at all.

    Raises:
        SpecError: The file cannot be written.
    """
    write_text(path, format_spec(spec))


def write_text(path: Path | str, text: str) -> None:
    """Put a text in a file, whole or not at all.

    Raises:
        SpecError: The file cannot be written.
    """
    path = Path(path)
    try:
        _replace(path, text.encode())
    except OSError as error:
        raise _file_error(path, "written", error) from error


def _replace(path: Path, data: bytes) -> None:
    """Write beside, then move into place; what a link points to is replaced and keeps its permissions."""
    target = path.resolve()
    if target.is_dir():
        raise IsADirectoryError
    draft = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.write(data)
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o777)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _table(record: Record) -> dict[str, Any]:
    """A record as nested tables.

    An empty value that is also the default is left out. Where the default is a value, as with `max_epochs`,
    leaving it out would bring that value back: there the word `none` is written, which every optional field
    reads.
    """
    table: dict[str, Any] = {}
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if isinstance(value, Record):
            table[name] = _table(value)
        elif isinstance(value, dict):
            table[name] = {key: NONE if one is None else one for key, one in value.items()}
        elif value is not None:
            table[name] = list(value) if isinstance(value, tuple) else value
        elif field.get_default(call_default_factory=True, validated_data={}) is not None:
            table[name] = NONE
    return table


def _broken(text: str, error: Exception) -> Problem:
    """Where a text stops being TOML."""
    if isinstance(error, RecursionError):
        return Problem(field="", sentence="It is nested too deeply.", mend="Write plain tables.")
    if not isinstance(error, tomllib.TOMLDecodeError):
        return Problem(field="", sentence="A number in it has too many digits.", mend="Write a smaller one.")
    message = str(error)
    place = _PLACE.search(message)
    what = message[: place.start()] if place else message
    lines = text.split("\n")
    line = len(text.rstrip().split("\n")) if place and not place["line"] else None
    column = ""
    if place and place["line"]:
        line, column = int(place["line"]), f", column {place['column']}"
    where = f" at line {line}{column}" if line else ""
    shown = lines[line - 1].strip()[:80] if line else ""
    seen = f", in `{shown}`" if shown else ""
    what = what[:1].lower() + what[1:]
    mend = next((mend for word, mend in _MENDS.items() if word in what), "")
    return Problem(field="", sentence=f"This is not TOML{where}: {what}{seen}.", mend=mend, line=line)


def _file_error(path: Path, what: str, error: OSError) -> SpecError:
    reasons: dict[type[OSError], tuple[str, str]] = {
        FileNotFoundError: ("it is not there", "Check the path."),
        IsADirectoryError: ("it is a folder", "Name the TOML file in it."),
        NotADirectoryError: ("a part of its path is no folder", "Check the path."),
        PermissionError: ("you have no permission", "Check who may open it, and its folder."),
    }
    reason, mend = reasons.get(type(error), (error.strerror or str(error), "Check the path and the disk."))
    return SpecError([Problem(field="", sentence=f"{path} cannot be {what}: {reason}.", mend=mend)])
