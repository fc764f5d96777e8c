"""Sweeps on disk: read and written as specs are, and every problem named with its field, line and mend."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from engine.errors import Problem, SpecError
from engine.lab.sweep.record import METRICS, Range, Sweep
from engine.lab.sweep.trials import MOST_TRIALS, num_trials
from engine.lab.sweep.values import ends, grid_values, is_whole, options_of
from engine.lab.tables import (
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
from engine.spec.presets import SWEEP, list_sweep_presets
from engine.spec.run import RunSpec
from engine.spec.toml import format_spec, read_table, write_text


def read_sweep(path: Path | str) -> Sweep:
    """The sweep in a TOML file, with the spec that its `base` names.

    Raises:
        SpecError: It cannot be read or is not TOML, or with every problem in it.
    """
    table, lines = read_table(path)
    return build_sweep(table, lines, folder=Path(path).parent)


def find_sweep(text: str) -> Path:
    """The file that a person means: a path, or the name of a preset, `sweep-digits`.

    Raises:
        SpecError: There is neither such a file nor such a preset.
    """
    unknown = f"There is no file {text}, and no sweep of that name."
    return find_file(text, list_sweep_presets(), SWEEP, unknown=unknown)


def build_sweep(
    table: Mapping[str, Any],
    lines: Lines | None = None,
    *,
    folder: Path | None = None,
    spec: RunSpec | None = None,
) -> Sweep:
    """The sweep of nested tables, as TOML gives them.

    Args:
        table: Values by name; what is missing keeps its default.
        lines: The line of each key, where the values came from a file.
        folder: Where a `base` that is a relative path begins; the working folder without.
        spec: What is trained, in place of the table's own `spec` or `base`.

    Raises:
        SpecError: With every unknown key, wrong type and impossible value, also of what is varied.
    """
    lines = lines or {}
    problems = [located(problem, lines) for problem in version_problems(table)]
    try:
        spec = spec or read_base(table, lines, folder)
    except SpecError as error:
        problems += error.problems
    vary, found = _read_vary(table.get("vary", {}), lines)
    problems += found
    if spec is not None:
        options = find_option_problems(Sweep(spec=spec, vary=vary))
        problems += [located(problem, lines) for problem in options]
    plain = {name: value for name, value in table.items() if name not in ("spec", "vary")}
    try:
        read = as_record(Sweep, plain) | {"spec": spec or RunSpec(), "vary": vary}
        sweep = Sweep.model_validate(read, strict=True)
    except ValidationError as error:
        problems += explain(error, Sweep, lines)
    else:
        problems += [located(problem, lines) for problem in find_problems(sweep)]
        if not problems:
            return sweep
    raise together(problems)


def _read_vary(table: object, lines: Lines) -> tuple[dict[str, Any], list[Problem]]:
    """Dotted field to its values or range, as far as they can be read, and why the others cannot."""
    if not isinstance(table, Mapping):
        mend = "Begin a table [vary] and write fields of the spec below it."
        return {}, [located(Problem(field="vary", sentence="vary is not a table.", mend=mend), lines)]
    vary: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in read_leaves(table, _is_range):
        if isinstance(value, Mapping):
            try:
                vary[key] = Range.model_validate(as_record(Range, value), strict=True)
            except ValidationError as error:
                line = located(Problem(field=f"vary.{key}", sentence=""), lines).line
                problems += [
                    one.model_copy(update={"field": f"vary.{key}.{one.field}".rstrip("."), "line": line})
                    for one in explain(error, Range, {})
                ]
        elif isinstance(value, list | tuple) and value:
            vary[key] = tuple(value)
        else:
            problem = Problem(
                field=f"vary.{key}",
                sentence=f"{key} is varied over something that is neither a list of values nor a range.",
                mend=f"Write {key} = [1, 2], or {key} = {{ low = 1, high = 2 }}.",
            )
            problems.append(located(problem, lines))
    return vary, problems


def _is_range(table: Mapping[str, Any]) -> bool:
    return "low" in table or "high" in table


def find_option_problems(sweep: Sweep) -> Iterator[Problem]:
    """Every value of what is varied that its spec does not take."""
    for key, values in options_of(sweep).items():
        yield from _option_problems(sweep, key, values)


def find_problems(sweep: Sweep) -> Iterator[Problem]:
    """What else in a sweep cannot be, whatever the machine."""
    if not sweep.vary:
        yield Problem(
            field="vary",
            sentence="Nothing is varied.",
            mend="Begin a table [vary], for instance with training.seed = [0, 1, 2].",
        )
    objective = sweep.objective
    source, metric = objective.series
    if not source or not metric or "/" in metric or source.startswith(".") or metric.startswith("."):
        yield Problem(
            field="objective.metric",
            sentence=f"There is no metric {objective.metric}.",
            mend=f"Choose {', '.join(METRICS)}, or a series of a run such as eval/loss.",
        )
    if sweep.method == "grid":
        yield from _grid_problems(sweep)


def _option_problems(sweep: Sweep, key: str, values: tuple[Any, ...] | Range) -> Iterator[Problem]:
    if key in ("name", "version", "description"):
        sentence, mend = f"{key} changes nothing in a training.", "Take it out."
        yield Problem(field=f"vary.{key}", sentence=sentence, mend=mend)
        return
    if isinstance(values, Range) and is_whole(key):
        numbers = (values.low, values.high, values.step or 1.0)
        if not all(number.is_integer() for number in numbers):
            sentence = f"{key} is a whole number, but its low, high or step is none."
            yield Problem(field=f"vary.{key}", sentence=sentence, mend="Write whole numbers.")
            return
    lists = {name: one for name, one in sweep.vary.items() if not isinstance(one, Range)}
    for value in ends(values):
        yield from find_change_problems(sweep.spec, lists, {key: value}, f"vary.{key}")


def _grid_problems(sweep: Sweep) -> Iterator[Problem]:
    if sweep.trials is not None:
        yield Problem(
            field="trials",
            sentence="A grid runs every combination: how many is not to be chosen.",
            mend="Take trials out, or set method to random.",
        )
    open_ranges = [key for key, values in sweep.vary.items() if not grid_values(values)]
    for key in open_ranges:
        yield Problem(
            field=f"vary.{key}",
            sentence=f"A grid cannot take every value of {key} between two ends.",
            mend="Say how many by points, or give a step; or set method to random.",
        )
    if not open_ranges and num_trials(sweep) > MOST_TRIALS:
        yield Problem(
            field="vary",
            sentence=f"These are {num_trials(sweep):,} combinations; a sweep takes {MOST_TRIALS:,} at most.",
            mend="Vary fewer values, or set method to random.",
        )


def format_sweep(sweep: Sweep) -> str:
    """The sweep as TOML, complete, its spec within: it reads back as the same sweep."""
    table: dict[str, Any] = {}
    for name, value in sweep.model_dump(exclude={"spec", "vary"}).items():
        if isinstance(value, dict):
            table[name] = {key: one for key, one in value.items() if one is not None}
        elif value is not None:
            table[name] = value
    table["vary"] = {
        key: as_toml(values.model_dump(exclude_none=True) if isinstance(values, Range) else values)
        for key, values in sweep.vary.items()
    }
    table["spec"] = tomllib.loads(format_spec(sweep.spec))
    return tomli_w.dumps(table)


def write_sweep(path: Path | str, sweep: Sweep) -> None:
    """Write a sweep as TOML, whole or not at all.

    Raises:
        SpecError: The file cannot be written.
    """
    write_text(path, format_sweep(sweep))
