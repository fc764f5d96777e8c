"""From what is composed, and from the options that a person picks, to a sweep."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic.fields import FieldInfo

from engine.base import Record
from engine.lab.sweep.record import Range, Sweep
from engine.lab.sweep.written import WrittenOption, value_in
from engine.spec.fields import KIND, bare, choices, constraints, fields_at, is_record, literal_values, walk
from engine.spec.run import TRAINED, RunSpec

_RATE = "training.optimizer.learning_rate"
_TRIALS = 12
_MOST_OF_NAME = 60
_FACTOR = 10.0
"""A range goes so many times below and above what the spec has."""
_POINTS = 5
_AROUND = (0.5, 1, 2)
_FLAG = ("false", "true")
_FINE = 100
"""An end that itself does not belong is kept off by such a part."""


def sweep_of_spec(spec: RunSpec) -> Sweep:
    """A spec whose learning rate is drawn at random: something to begin with.

    Args:
        spec: What is composed.
    """
    bounds = first_bounds(spec, _RATE)
    vary = {} if spec.script is not None else {_RATE: Range.model_validate(bounds)}
    name = spec.name[:_MOST_OF_NAME]
    return Sweep(
        name=name, description=spec.description, spec=spec, vary=vary, method="random", trials=_TRIALS
    )


def first_option(spec: RunSpec, key: str) -> WrittenOption:
    """An option to be varied, over values around what the spec has there.

    Args:
        spec: What is varied.
        key: Dotted field of it.
    """
    fixed, value = fixed_choices(spec, key), value_in(spec, key)
    if fixed == _FLAG:
        return WrittenOption(key, ", ".join(fixed))
    if fixed:
        return WrittenOption(key, str(value) if value in fixed else fixed[0])
    types = {bare(field.annotation)[0] for field in _fields(spec, key)}
    if types == {float}:
        return WrittenOption(key, bounds=first_bounds(spec, key))
    return WrittenOption(key, ", ".join(map(str, _whole_around(spec, key))) if types == {int} else "")


def first_bounds(spec: RunSpec, key: str) -> dict[str, Any]:
    """A range around what the spec has in a field, as far as the field takes it: fields of a `Range`.

    Args:
        spec: What is varied.
        key: Dotted field of it.
    """
    value = value_in(spec, key)
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        low, high, scale = value / _FACTOR, value * _FACTOR, "log"
    else:
        low, high, scale = 0.0, 1.0, "linear"
    limits = _limits(spec, key)
    high = min(high, limits.get("le", high))
    if high >= (below := limits.get("lt", float("inf"))):
        high = below - below / _FINE
    low = max(low, limits.get("ge", low))
    if low <= (above := limits.get("gt", float("-inf"))):
        low = above + (high - above) / _FINE
    if not low < high:
        high = low + 1.0
    return {"low": _short(low), "high": _short(high), "scale": scale, "points": _POINTS}


def fixed_choices(spec: RunSpec, key: str) -> tuple[str, ...]:
    """What can be chosen in a field that takes only a few words; nothing for any other field.

    Args:
        spec: What is varied.
        key: Dotted field of it.
    """
    fields = _fields(spec, key)
    if any(bare(field.annotation)[0] is bool for field in fields):
        return _FLAG
    words = [str(value) for field in fields for value in literal_values(field.annotation)]
    return tuple(dict.fromkeys(words))


def options_to_vary(spec: RunSpec, options: Sequence[WrittenOption] = ()) -> tuple[str, ...]:
    """Every field of a spec that is a number or a choice, part by part, as dotted names.

    Args:
        spec: What is varied; only the options of its own kinds of parts are offered …
        options: … and of the kinds that are among the values here.
    """
    written = {option.key: [word.strip() for word in option.values.split(",")] for option in options}
    parts = ("devices", "script") if spec.script is not None else ("devices", *TRAINED)
    return tuple(dict.fromkeys(key for part in parts for key in _within(RunSpec, spec, part, "", written)))


def all_options() -> tuple[str, ...]:
    """Every field of every kind of part, as dotted names."""
    return tuple(dict.fromkeys(".".join(path) for path, field in walk(RunSpec) if len(path) > 1))


def help_of(spec: RunSpec, key: str) -> str:
    """What is said of a field of a spec; empty where nothing is.

    Args:
        spec: What is varied.
        key: Dotted field of it.
    """
    part, _, name = key.rpartition(".")
    own = value_in(spec, part) if part else spec
    others = [one for field in fields_at(RunSpec, tuple(part.split("."))) for one in _records(field)]
    owners = [type(own), *others] if isinstance(own, Record) else others
    return next((words for owner in owners if (words := owner.help_of(name))), "")


def _fields(spec: RunSpec, key: str) -> tuple[FieldInfo, ...]:
    """What is known of a field: that of the spec's own kind of part, or of every kind that has it."""
    part, _, name = key.rpartition(".")
    owner = value_in(spec, part) if part else spec
    if name != KIND and isinstance(owner, Record) and name in type(owner).model_fields:
        return (type(owner).model_fields[name],)
    return fields_at(RunSpec, tuple(key.split(".")))


def _records(field: FieldInfo) -> tuple[type[Record], ...]:
    inner, _ = bare(field.annotation)
    return (inner,) if is_record(inner) else tuple(choices(field).values())


def _within(
    owner: type[Record], record: Record, name: str, before: str, written: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """The fields that can be varied in one field of a record, itself or those of its part."""
    field, key, value = owner.model_fields[name], f"{before}{name}", getattr(record, name)
    kinds = choices(field)
    if kinds:
        yield f"{key}.{KIND}"
    if not isinstance(value, Record):
        if _is_plain(field):
            yield key
        return
    others = [kinds[kind] for kind in written.get(f"{key}.{KIND}", ()) if kind in kinds]
    for each in (value, *(other() for other in others)):
        for inner in type(each).model_fields:
            if inner != KIND or not kinds:
                yield from _within(type(each), each, inner, f"{key}.", written)


def _is_plain(field: FieldInfo) -> bool:
    inner, _ = bare(field.annotation)
    return inner in (int, float, bool) or len(literal_values(field.annotation)) > 1


def _whole_around(spec: RunSpec, key: str) -> tuple[int, ...]:
    """A few whole numbers around what the spec has."""
    limits, value = _limits(spec, key), value_in(spec, key)
    wanted = [int(value * share) for share in _AROUND] if isinstance(value, int) and value else [0, 1, 2]
    least, most = limits.get("ge", float("-inf")), limits.get("le", float("inf"))
    return tuple(dict.fromkeys(int(min(max(one, least), most)) for one in wanted))


def _limits(spec: RunSpec, key: str) -> dict[str, float]:
    """What a field takes at least (`ge`), above (`gt`), at most (`le`) and below (`lt`)."""
    found: dict[str, float] = {}
    for field in _fields(spec, key):
        for limit in (*constraints(field.metadata), *bare(field.annotation)[1]):
            given = {name: getattr(limit, name, None) for name in ("ge", "gt", "le", "lt")}
            found |= {name: float(value) for name, value in given.items() if value is not None}
    return found


def _short(value: float) -> float:
    return float(f"{value:.3g}")
