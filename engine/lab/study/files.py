"""Studies on disk: read and written as specs are, and every problem named with its field, line and mend."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from engine.errors import Problem, SpecError
from engine.lab.study.record import Changes, Study
from engine.spec.changes import apply_changes
from engine.spec.check import VERSION, as_record, build_spec
from engine.spec.explain import Lines, explain
from engine.spec.fields import NONE
from engine.spec.presets import find_spec, list_study_presets
from engine.spec.run import RunSpec
from engine.spec.toml import format_spec, read_spec, read_table, write_text
from engine.spec.toml_lines import line_of

_OPEN = ("vary", "candidates")
"""Tables whose names are fields of a spec, or a person's own."""


def read_study(path: Path | str) -> Study:
    """The study in a TOML file, with the spec that its `base` names.

    Raises:
        SpecError: It cannot be read or is not TOML, or with every problem in it.
    """
    table, lines = read_table(path)
    return build_study(table, lines, folder=Path(path).parent)


def find_study(text: str) -> Path:
    """The file that a person means: a path, or the name of a preset, `study-digits-scaling`.

    Raises:
        SpecError: There is neither such a file nor such a preset.
    """
    path = Path(text).expanduser()
    if path.is_file():
        return path
    presets = list_study_presets()
    for preset in presets:
        if text in (preset.stem, preset.name, preset.stem.removeprefix("study-")):
            return preset
    raise SpecError(
        [
            Problem(
                field="",
                sentence=f"There is no file {text}, and no study of that name.",
                mend=f"Give the path of a TOML file, or one of: {', '.join(one.stem for one in presets)}.",
            )
        ]
    )


def build_study(table: Mapping[str, Any], lines: Lines | None = None, *, folder: Path | None = None) -> Study:
    """The study of nested tables, as TOML gives them.

    Args:
        table: Values by name; what is missing keeps its default.
        lines: The line of each key, where the values came from a file.
        folder: Where a `base` that is a relative path begins; the working folder without.

    Raises:
        SpecError: With every unknown key, wrong type and impossible value, also of what is varied.
    """
    lines = lines or {}
    problems = [_located(problem, lines) for problem in _shape_problems(table)]
    try:
        # The spec is read first: it explains itself, and what is varied is checked against it.
        spec = _spec_of(table, lines, folder)
    except SpecError as error:
        problems += error.problems
        spec = None
    opened = {name: _opened(name, table.get(name)) for name in _OPEN if name in table}
    if spec is not None:
        found = check_changes(spec, opened.get("vary", {}), opened.get("candidates", {}))
        problems += [_located(problem, lines) for problem in found]
    plain = {name: value for name, value in table.items() if name != "spec" and name not in _OPEN}
    try:
        read = as_record(Study, plain) | opened
        study = Study.model_validate(read | {"spec": spec or RunSpec()}, strict=True)
    except ValidationError as error:
        problems += explain(error, Study, lines)
    else:
        if not problems:
            return study
    each = [one for index, one in enumerate(problems) if one not in problems[:index]]
    raise SpecError(sorted(each, key=lambda problem: problem.line or 0))


def _shape_problems(table: Mapping[str, Any]) -> Iterator[Problem]:
    version = table.get("version", VERSION)
    if version != VERSION or isinstance(version, bool):
        yield Problem(
            field="version",
            sentence=f"The file says version {version!r} of the format; this Paraloom reads version 1.",
            mend="Set version = 1 if it was mistyped; a newer file needs a newer Paraloom.",
        )
    for name in _OPEN:
        if not isinstance(table.get(name, {}), Mapping):
            yield Problem(
                field=name,
                sentence=f"{name} is not a table.",
                mend=f"Begin a table [{name}] and write fields of the spec below it.",
            )
    varied = table.get("vary", {})
    for key, values in _leaves(varied) if isinstance(varied, Mapping) else ():
        if not isinstance(values, list | tuple) or not values:
            yield Problem(
                field=f"vary.{key}",
                sentence=f"{key} is varied over something that is no list of values.",
                mend=f"Write the values in brackets, for instance {key} = [1, 2].",
            )
    named = table.get("candidates", {})
    for name, changes in named.items() if isinstance(named, Mapping) else ():
        if not isinstance(changes, Mapping):
            yield Problem(
                field=f"candidates.{name}",
                sentence=f"The candidate {name} is no table of changes.",
                mend=f'Begin a table [candidates."{name}"] and write fields of the spec below it.',
            )


def _located(problem: Problem, lines: Lines) -> Problem:
    if problem.line is not None or not problem.field:
        return problem
    path = tuple(problem.field.split("."))
    whole = (path[0], problem.field.partition(".")[2])  # `"devices.count" = …` is one name
    line = lines.get(whole) or line_of(lines, path)
    return problem.model_copy(update={"line": line})


def _spec_of(table: Mapping[str, Any], lines: Lines, folder: Path | None) -> RunSpec:
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


def _within(part: str, lines: Lines, build: Any) -> RunSpec:
    """What is built of a part; problems in it name the part, too."""
    below = {path[1:]: line for path, line in lines.items() if path[:1] == (part,) and len(path) > 1}
    try:
        spec: RunSpec = build(below)
    except SpecError as error:
        raise SpecError(
            [one.model_copy(update={"field": f"{part}.{one.field}".rstrip(".")}) for one in error.problems]
        ) from error
    return spec


def _opened(name: str, value: object) -> dict[str, Any]:
    """Nested tables as dotted fields; a value of `vary` that is no list stays out, and is a problem."""
    if not isinstance(value, Mapping):
        return {}
    if name == "vary":
        return {key: tuple(one) for key, one in _leaves(value) if isinstance(one, list | tuple)}
    return {key: dict(_leaves(one)) for key, one in value.items() if isinstance(one, Mapping)}


def _leaves(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """`devices.count` and its value, of a table `devices` with a `count`."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def check_changes(
    spec: RunSpec, vary: Mapping[str, tuple[Any, ...]], candidates: Mapping[str, Changes]
) -> Iterator[Problem]:
    """Every change that no spec takes: an unknown field, a wrong type, an impossible value.

    Options of another kind than the base spec's are tried beside the values of `kind` that are varied, too.

    Args:
        spec: What is varied.
        vary: Of a study.
        candidates: Of a study.
    """
    for key, values in vary.items():
        for value in values:
            yield from _change_problems(spec, vary, {key: value}, f"vary.{key}")
    for name, changes in candidates.items():
        yield from _change_problems(spec, {}, changes, f"candidates.{name}")


def _change_problems(
    spec: RunSpec, vary: Mapping[str, tuple[Any, ...]], changes: Changes, where: str
) -> Iterator[Problem]:
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


def format_study(study: Study) -> str:
    """The study as TOML, complete, its spec within: it reads back as the same study."""
    table: dict[str, Any] = {}
    for name, field in Study.model_fields.items():
        value = getattr(study, name)
        if name in ("spec", *_OPEN) or (value is None and field.default is None):
            continue
        table[name] = NONE if value is None else value
    if study.vary:
        table["vary"] = {key: [_plain(one) for one in values] for key, values in study.vary.items()}
    if study.candidates:
        table["candidates"] = {name: _plain(changes) for name, changes in study.candidates.items()}
    table["spec"] = tomllib.loads(format_spec(study.spec))
    return tomli_w.dumps(table)


def write_study(path: Path | str, study: Study) -> None:
    """Write a study as TOML, whole or not at all.

    Raises:
        SpecError: The file cannot be written.
    """
    write_text(path, format_study(study))


def _plain(value: object) -> object:
    if value is None:
        return NONE
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
