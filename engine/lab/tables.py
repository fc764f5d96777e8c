"""What studies and sweeps have in common on disk: a base spec, tables of fields, problems with lines."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.errors import Problem, SpecError
from engine.spec.changes import apply_changes
from engine.spec.check import VERSION, build_spec
from engine.spec.explain import Lines
from engine.spec.fields import NONE
from engine.spec.presets import file_or_preset, find_spec
from engine.spec.run import RunSpec
from engine.spec.toml import read_spec
from engine.spec.toml_lines import line_of

Changes = Mapping[str, Any]
"""Dotted field of a spec to its new value."""


def version_problems(table: Mapping[str, Any]) -> Iterator[Problem]:
    """That the file is of another version, where it is."""
    version = table.get("version", VERSION)
    if version != VERSION or isinstance(version, bool):
        yield Problem(
            field="version",
            sentence=f"The file says version {version!r} of the format; this Paraloom reads version 1.",
            mend="Set version = 1 if it was mistyped; a newer file needs a newer Paraloom.",
        )


def located(problem: Problem, lines: Lines) -> Problem:
    """The problem with the line of its field, where the file has one."""
    if problem.line is not None or not problem.field:
        return problem
    path = tuple(problem.field.split("."))
    whole = (path[0], problem.field.partition(".")[2])  # `"devices.count" = …` is one name
    line = lines.get(whole) or line_of(lines, path)
    return problem.model_copy(update={"line": line})


def together(problems: Sequence[Problem]) -> SpecError:
    """The error that tells of all problems, each once, in the order of the file."""
    each = [one for index, one in enumerate(problems) if one not in problems[:index]]
    return SpecError(sorted(each, key=lambda problem: problem.line or 0))


def find_file(text: str, presets: Sequence[Path], beginning: str, *, unknown: str) -> Path:
    """The file that a person means: a path, or the name of a preset.

    Args:
        text: What a person wrote.
        presets: Their files.
        beginning: What their names begin with, which may be left out.
        unknown: Said where there is neither.

    Raises:
        SpecError: There is neither such a file nor such a preset.
    """
    found = file_or_preset(text, presets, beginning)
    if found is None:
        names = ", ".join(one.stem for one in presets)
        mend = f"Give the path of a TOML file, or one of: {names}."
        raise SpecError([Problem(field="", sentence=unknown, mend=mend)])
    return found


def read_base(table: Mapping[str, Any], lines: Lines, folder: Path | None) -> RunSpec:
    """The spec in a table `spec`, else the one that `base` names, else the default.

    Args:
        table: Of a study or sweep.
        lines: The line of each key.
        folder: Where a `base` that is a relative path begins; the working folder without.

    Raises:
        SpecError: With every problem in it.
    """
    if "spec" in table:
        return _within("spec", lines, lambda below: build_spec(table["spec"], below))
    base = table.get("base", "")
    if not isinstance(base, str) or not base:
        return RunSpec()
    beside = (folder or Path()) / Path(base).expanduser()
    try:
        return read_spec(beside if beside.is_file() else find_spec(base))
    except SpecError as error:
        line = line_of(lines, ("base",))
        raise SpecError(
            [
                problem.model_copy(update={"field": f"base.{problem.field}".rstrip("."), "line": line})
                for problem in error.problems
            ]
        ) from error


def _within(part: str, lines: Lines, build: Callable[[Lines], RunSpec]) -> RunSpec:
    """What is built of a part; problems in it name the part, too."""
    below = {path[1:]: line for path, line in lines.items() if path[:1] == (part,) and len(path) > 1}
    try:
        return build(below)
    except SpecError as error:
        raise SpecError(
            [one.model_copy(update={"field": f"{part}.{one.field}".rstrip(".")}) for one in error.problems]
        ) from error


def read_leaves(
    table: Mapping[str, Any],
    is_leaf: Callable[[Mapping[str, Any]], bool] = lambda _: False,
    before: str = "",
) -> Iterator[tuple[str, Any]]:
    """`devices.count` and its value, of a table `devices` with a `count`.

    Args:
        table: Tables in tables.
        is_leaf: Whether a table is a value, and no part of a spec.
        before: The dotted field that the table stands for, with a dot; empty at the top.
    """
    for key, value in table.items():
        if isinstance(value, Mapping) and not is_leaf(value):
            yield from read_leaves(value, is_leaf, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def find_change_problems(
    spec: RunSpec, vary: Mapping[str, tuple[Any, ...]], changes: Changes, where: str
) -> Iterator[Problem]:
    """Why no spec takes these changes: an unknown field, a wrong type, an impossible value.

    Options of another kind than the spec's are tried beside the values of `kind` that are varied, too.

    Args:
        spec: What is changed.
        vary: What else is varied, with all values.
        changes: Dotted field to its value.
        where: What the problems name as their field.
    """
    found: tuple[Problem, ...] = ()
    for kinds in _beside(vary, changes):
        try:
            apply_changes(spec, {**kinds, **changes})
        except SpecError as error:
            found = found or error.problems
        else:
            return
    for problem in found:
        field = where if where.endswith(f".{problem.field}") else f"{where}.{problem.field}"
        yield problem.model_copy(update={"field": field, "line": None, "fix": None})


def _beside(vary: Mapping[str, tuple[Any, ...]], changes: Changes) -> Iterator[Changes]:
    yield {}
    for key, values in vary.items():
        part, _, last = key.rpartition(".")
        if last == "kind" and any(change.startswith(f"{part}.") and change != key for change in changes):
            for value in values:
                yield {key: value}


def as_toml(value: object) -> object:
    """A value as TOML has it: the word for an empty one, lists for tuples."""
    if value is None:
        return NONE
    if isinstance(value, Mapping):
        return {key: as_toml(one) for key, one in value.items()}
    return [as_toml(one) for one in value] if isinstance(value, list | tuple) else value
