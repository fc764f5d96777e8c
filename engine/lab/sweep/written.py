"""A sweep as a person writes it in a form: each field as it was given, whether it can be so or not. Pure."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Problem, SpecError
from engine.lab.sweep.files import build_sweep
from engine.lab.sweep.record import Range, Sweep
from engine.spec.changes import parse_setting
from engine.spec.fields import NONE
from engine.spec.run import RunSpec

_MARKS = "\"'[{"
"""Where one of them stands, values are written as in TOML."""


@dataclass(frozen=True, slots=True)
class WrittenOption:
    """An option that is varied, and over what."""

    key: str
    """Dotted field of the spec."""
    values: str = ""
    """With commas between them; without meaning where it is a range."""
    bounds: Mapping[str, Any] | None = None
    """Fields of a `Range`; None: it is a list of values."""


@dataclass(frozen=True, slots=True)
class WrittenSweep:
    """All that a form says."""

    spec: RunSpec
    options: tuple[WrittenOption, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Dotted field of a `Sweep` to what was given; what is missing keeps its default."""

    @property
    def method(self) -> object:
        """By what is drawn, as it was given."""
        return self.fields.get("method", Sweep.model_fields["method"].default)


def write_sweep_down(sweep: Sweep) -> WrittenSweep:
    """What a form says of a sweep."""
    options = tuple(_write_option(key, values) for key, values in sweep.vary.items())
    table = sweep.model_dump(exclude={"spec", "vary", "version"})
    return WrittenSweep(sweep.spec, options, dict(_flat(table)))


def read_written(written: WrittenSweep) -> Sweep:
    """The sweep that a form says.

    Raises:
        SpecError: With every problem. What is wrong with an option names it by its place in the form,
            `vary.0`, or a bound of it, `vary.0.low`; all else the field of the `Sweep`.
    """
    vary: dict[str, Any] = {}
    problems: list[Problem] = []
    for number, option in enumerate(written.options):
        try:
            values = _read_option(option, vary, written.spec)
        except SpecError as error:
            problems += [one.model_copy(update={"field": f"vary.{number}"}) for one in error.problems]
        else:
            vary[option.key] = values
    if not written.options:
        sentence, mend = "Nothing is varied.", "Add an option."
        problems.append(Problem(field="vary", sentence=sentence, mend=mend))
    table = _nested(written.fields) | {"vary": vary}
    if written.method == "grid":  # which has as many as there are combinations
        table.pop("trials", None)
    try:
        sweep = build_sweep(table, spec=written.spec)
    except SpecError as error:
        found = [one for one in error.problems if one.field != "vary" or vary]
        raise SpecError([*problems, *(_placed(one, written.options) for one in found)]) from error
    if problems:
        raise SpecError(problems)
    return sweep


def read_values(key: str, text: str, spec: RunSpec) -> tuple[Any, ...]:
    """The values in a line, with commas between them: plain words, or TOML where there are marks of it.

    Whether the option takes them is said by `build_sweep`.

    Args:
        key: Dotted field of the spec.
        text: What is written.
        spec: Some fields are a list in one kind of part and a number in another.

    Raises:
        SpecError: There are none, or it has marks of TOML but is none.
    """
    text = text.replace("，", ",").strip()  # a Chinese keyboard has its own comma
    if any(mark in text for mark in _MARKS):
        return _read_toml(text)
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        sentence, mend = "No value is given.", "Write values with commas between them."
        raise SpecError([Problem(field="", sentence=sentence, mend=mend)])
    is_list = isinstance(value_in(spec, key), tuple)
    return tuple(_read_word(key, word, is_list=is_list) for word in words)


def value_in(spec: RunSpec, key: str) -> Any:
    """What a spec has in a field; None where it has no such field."""
    value: Any = spec
    for name in key.split("."):
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
    return value


def _read_word(key: str, word: str, *, is_list: bool) -> Any:
    _, value = parse_setting(f"{key}={word}")
    if value is None:
        return NONE
    return value[0] if isinstance(value, list) and not is_list and len(value) == 1 else value


def write_values(values: Sequence[object]) -> str:
    """Values in a line, which `read_values` reads as the same."""
    is_plain = not any(isinstance(one, list | tuple) or _needs_marks(one) for one in values)
    return ", ".join(one if is_plain and isinstance(one, str) else _as_toml(one) for one in values)


def _needs_marks(value: object) -> bool:
    return isinstance(value, str) and any(mark in value for mark in f"{_MARKS},，")


def _read_toml(text: str) -> tuple[Any, ...]:
    try:
        table = tomllib.loads(f"values = [{text}]")
    except (ValueError, RecursionError) as error:
        mend = 'Write values with commas between them, texts as "a text" and lists as [1, 2].'
        raise SpecError([Problem(field="", sentence=f"{text} cannot be read.", mend=mend)]) from error
    return tuple(table["values"])


def _as_toml(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_as_toml(one) for one in value)}]"
    return repr(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def _write_option(key: str, values: tuple[Any, ...] | Range) -> WrittenOption:
    if isinstance(values, Range):
        return WrittenOption(key, bounds=values.model_dump())
    return WrittenOption(key, write_values(values))


def _read_option(option: WrittenOption, before: Mapping[str, Any], spec: RunSpec) -> Any:
    """What a table `vary` says of an option.

    Raises:
        SpecError: It is none.
    """
    if not option.key:
        sentence, mend = "It is not said which option is varied.", "Name a field of the spec, or take it out."
        raise SpecError([Problem(field="", sentence=sentence, mend=mend)])
    if option.key in before:
        raise SpecError(
            [Problem(field="", sentence=f"{option.key} is varied twice.", mend="Take one of the two out.")]
        )
    if option.bounds is None:
        return list(read_values(option.key, option.values, spec))
    return {"low": None, "high": None} | {key: one for key, one in option.bounds.items() if one is not None}


def _placed(problem: Problem, options: Sequence[WrittenOption]) -> Problem:
    """A problem of an option, with the option's place for its name."""
    longest_first = sorted(enumerate(options), key=lambda one: -len(one[1].key))
    for number, option in longest_first:
        after = problem.field.removeprefix(f"vary.{option.key}")
        if after == problem.field or (after and not after.startswith(".")):
            continue
        bound = after.removeprefix(".")
        is_bound = option.bounds is not None and bound in Range.model_fields
        return problem.model_copy(
            update={"field": f"vary.{number}.{bound}" if is_bound else f"vary.{number}"}
        )
    return problem


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _nested(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of parts in tables of their own."""
    table: dict[str, Any] = {}
    for dotted, value in fields.items():
        part, _, name = dotted.rpartition(".")
        (table.setdefault(part, {}) if part else table)[name] = value
    return table
