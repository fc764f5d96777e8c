"""Values and types of a spec, in words."""

from collections.abc import Sequence

from pydantic.fields import FieldInfo

from engine.spec.fields import (
    NONE,
    bare,
    choices,
    constraints,
    is_optional,
    is_record,
    item_type,
    literal_values,
)

_SHOWN_CHARACTERS = 60
_NOUNS = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}


def show(value: object) -> str:
    """A value as it would stand in TOML, shortened where it is long."""
    if isinstance(value, dict):
        return "{…}"
    if value is None:
        return NONE
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= 10**18:
        return f"{'-' if value < 0 else ''}a number of {_num_digits(value)} digits"
    if isinstance(value, int):
        return _number(value)
    if isinstance(value, str):
        return _shortened(f'"{value}"')
    if isinstance(value, (list, tuple)):
        return _shortened(f"[{', '.join(show(item) for item in value[:_SHOWN_CHARACTERS])}]")
    return _shortened(str(value))


def noun(annotation: object) -> str:
    """What a type is called, without its limits: `a whole number`."""
    inner, _ = bare(annotation)
    if item_type(annotation) is not None:
        return "a list"
    if is_record(inner):
        return "a table"
    return _NOUNS.get(inner, "such a value") if isinstance(inner, type) else "one of the choices"


def expected(field: FieldInfo) -> str:
    """What a field takes, with its limits: `a whole number from 1 to 1,000,000, or "none"`."""
    if choices(field):
        return f"a table whose kind is {one_of(list(choices(field)))}"
    words = _describe(field.annotation, constraints(field.metadata))
    return f'{words}, or "{NONE}"' if is_optional(field.annotation) else words


def one_of(values: Sequence[object]) -> str:
    """`"a", "b" or "c"`."""
    shown = [show(value) for value in values]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _describe(annotation: object, limits: Sequence[object]) -> str:
    inner, own = bare(annotation)
    limits = (*limits, *own)
    values = literal_values(inner)
    if values:
        return one_of(values)
    item = item_type(inner)
    if item is not None:
        return f"a list, each item {_describe(item, ())}"
    if inner is str:
        return noun(inner) + _length(limits)
    return noun(inner) + _range(limits)


def _range(limits: Sequence[object]) -> str:
    least, above = _limit(limits, "ge"), _limit(limits, "gt")
    most, below = _limit(limits, "le"), _limit(limits, "lt")
    if least is not None and most is not None:
        return f" from {_number(least)} to {_number(most)}"
    words = [
        f"{word} {_number(limit)}"
        for word, limit in (("at least", least), ("above", above), ("at most", most), ("below", below))
        if limit is not None
    ]
    return " " + " and ".join(words) if words else ""


def _length(limits: Sequence[object]) -> str:
    least, most = _limit(limits, "min_length"), _limit(limits, "max_length")
    if most is None:
        return f" of at least {_number(least)} {'character' if least == 1 else 'characters'}" if least else ""
    return f" of {_number(least or 0)} to {_number(most)} {'character' if most == 1 else 'characters'}"


def _limit(limits: Sequence[object], name: str) -> float | None:
    found = [getattr(limit, name) for limit in limits if getattr(limit, name, None) is not None]
    return found[0] if found else None


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def _num_digits(value: int) -> int:
    # str() refuses numbers of more than a few thousand digits
    return int(value.bit_length() * 0.30103) + 1


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 2]} …"
