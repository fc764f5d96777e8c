"""Studies on disk: read and written as specs are, and every problem named with its field, line and mend."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from engine.errors import Problem, SpecError
from engine.lab.study.record import Study
from engine.lab.tables import (
    Changes,
    as_toml,
    find_change_problems,
    find_file,
    located,
    read_base,
    read_leaves,
    together,
    version_problems,
)
from engine.spec.check import as_record
from engine.spec.explain import Lines, explain
from engine.spec.fields import NONE
from engine.spec.presets import STUDY, list_study_presets
from engine.spec.run import RunSpec
from engine.spec.toml import format_spec, read_table, write_text

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
    unknown = f"There is no file {text}, and no study of that name."
    return find_file(text, list_study_presets(), STUDY, unknown=unknown)


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
    problems = [located(problem, lines) for problem in _shape_problems(table)]
    try:
        # The spec is read first: it explains itself, and what is varied is checked against it.
        spec = read_base(table, lines, folder)
    except SpecError as error:
        problems += error.problems
        spec = None
    opened = {name: _opened(name, table.get(name)) for name in _OPEN if name in table}
    if spec is not None:
        found = check_changes(spec, opened.get("vary", {}), opened.get("candidates", {}))
        problems += [located(problem, lines) for problem in found]
    plain = {name: value for name, value in table.items() if name != "spec" and name not in _OPEN}
    try:
        read = as_record(Study, plain) | opened
        study = Study.model_validate(read | {"spec": spec or RunSpec()}, strict=True)
    except ValidationError as error:
        problems += explain(error, Study, lines)
    else:
        if not problems:
            return study
    raise together(problems)


def _shape_problems(table: Mapping[str, Any]) -> Iterator[Problem]:
    yield from version_problems(table)
    for name in _OPEN:
        if not isinstance(table.get(name, {}), Mapping):
            yield Problem(
                field=name,
                sentence=f"{name} is not a table.",
                mend=f"Begin a table [{name}] and write fields of the spec below it.",
            )
    varied = table.get("vary", {})
    for key, values in read_leaves(varied) if isinstance(varied, Mapping) else ():
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


def _opened(name: str, value: object) -> dict[str, Any]:
    """Nested tables as dotted fields; a value of `vary` that is no list stays out, and is a problem."""
    if not isinstance(value, Mapping):
        return {}
    if name == "vary":
        return {key: tuple(one) for key, one in read_leaves(value) if isinstance(one, list | tuple)}
    return {key: dict(read_leaves(one)) for key, one in value.items() if isinstance(one, Mapping)}


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
            yield from find_change_problems(spec, vary, {key: value}, f"vary.{key}")
    for name, changes in candidates.items():
        yield from find_change_problems(spec, {}, changes, f"candidates.{name}")


def format_study(study: Study) -> str:
    """The study as TOML, complete, its spec within: it reads back as the same study."""
    table: dict[str, Any] = {}
    for name, field in Study.model_fields.items():
        value = getattr(study, name)
        if name in ("spec", *_OPEN) or (value is None and field.default is None):
            continue
        table[name] = NONE if value is None else value
    if study.vary:
        table["vary"] = {key: [as_toml(one) for one in values] for key, values in study.vary.items()}
    if study.candidates:
        table["candidates"] = {name: as_toml(changes) for name, changes in study.candidates.items()}
    table["spec"] = tomllib.loads(format_spec(study.spec))
    return tomli_w.dumps(table)


def write_study(path: Path | str, study: Study) -> None:
    """Write a study as TOML, whole or not at all.

    Raises:
        SpecError: The file cannot be written.
    """
    write_text(path, format_study(study))
