"""What is wrong with a spec's values, in plain words: every problem with its field, its line and its mend."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from engine.base import Record
from engine.errors import Problem
from engine.spec.fields import KIND, choices, literal_values, part_record, walk
from engine.spec.toml_lines import line_of
from engine.spec.wording import expected, noun, one_of, show

_NO_TABLE = ("model_type", "model_attributes_type", "dict_type")

Lines = Mapping[tuple[str, ...], int]


def explain(error: ValidationError, record: type[Record], lines: Lines) -> tuple[Problem, ...]:
    """Every problem that was found, in the order of the file.

    Args:
        error: What the record's validation raised.
        record: The record.
        lines: The line of each key; empty where the values did not come from a file.
    """
    problems = [_explain_one(details, record, lines) for details in error.errors(include_url=False)]
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a problem is: pydantic's path also names the kind of a part, which the file does not."""

    path: tuple[str, ...]
    owner: type[Record]
    """The record the last name was looked up in."""
    field: FieldInfo | None
    """None where the owner has no such field."""
    item: int | None
    """Which item of a list."""


def _find(record: type[Record], location: Sequence[int | str]) -> _Place:
    path: tuple[str, ...] = ()
    owner = record
    field: FieldInfo | None = None
    item: int | None = None
    kinds: Mapping[str, type[Record]] = {}
    for step in location:
        if isinstance(step, int):
            item = step
        elif step in kinds:
            record, kinds = kinds[step], {}
        else:
            path, owner = (*path, step), record
            field = owner.model_fields.get(step)
            kinds = choices(field) if field else {}
            record = (part_record(field, None) if field else None) or record
    return _Place(path, owner, field, item)


def _explain_one(details: ErrorDetails, record: type[Record], lines: Lines) -> Problem:
    place = _find(record, details["loc"])
    if details["type"] == "extra_forbidden":
        return _problem(place.path, lines, *_unknown_key(place, record))
    field = place.field
    if field is None and details["type"] == "value_error":  # about a record as a whole
        return _problem(place.path, lines, str(details["ctx"]["error"]), "")
    if field is None:
        return _problem(place.path, lines, f"{details['msg']}.", "")
    if details["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return _problem((*place.path, KIND), lines, *_unknown_kind(place, field, details))
    if details["type"] == "value_error":
        return _problem(place.path, lines, str(details["ctx"]["error"]), "")
    if details["type"] in _NO_TABLE:
        return _problem(place.path, lines, *_no_table(place, field, details["input"]))
    sentence = _SENTENCES.get(details["type"], _in_other_words)(details, field)
    if place.item is not None:
        sentence = f"Item {place.item + 1}: {sentence}"
    return _problem(place.path, lines, sentence, _suggestion(details["input"], field))


def _problem(path: tuple[str, ...], lines: Lines, sentence: str, mend: str) -> Problem:
    return Problem(field=".".join(path), sentence=sentence, mend=mend, line=line_of(lines, path))


def _unknown_key(place: _Place, record: type[Record]) -> tuple[str, str]:
    name, part = place.path[-1], ".".join(place.path[:-1])
    kind = place.owner.model_fields.get(KIND)
    of_kind = f" of kind {show(kind.default)}" if kind and literal_values(kind.annotation)[1:] == () else ""
    sentence = f"{part}{of_kind} has no option {name}." if part else f"There is no option {name}."
    elsewhere = sorted({".".join(path) for path, _ in walk(record) if path[-1] == name and name != KIND})
    if ".".join(place.path) in elsewhere:
        return sentence, f"{name} belongs to another kind: {one_of(_kinds_with(record, place.path))}."
    if elsewhere:
        return sentence, f"Did you mean {' or '.join(elsewhere)}?"
    near = _nearest(name, place.owner.model_fields)
    if near:
        return sentence, f"Did you mean {near[0]}?"
    options = [option for option in place.owner.model_fields if option != KIND]
    return sentence, f"Its options are {', '.join(options)}." if options else "It has no options."


def _kinds_with(record: type[Record], path: tuple[str, ...]) -> list[str]:
    return [
        kind
        for found, field in walk(record)
        if found == path[:-1]
        for kind, choice in choices(field).items()
        if path[-1] in choice.model_fields
    ]


def _unknown_kind(place: _Place, field: FieldInfo, details: ErrorDetails) -> tuple[str, str]:
    kinds = list(choices(field))
    what = place.path[-1]
    if details["type"] == "union_tag_not_found":
        return f"The {what} does not say of which kind it is.", f"Set kind to {one_of(kinds)}."
    asked = details["input"][KIND]
    near = _nearest(str(asked), kinds)
    hint = f"Did you mean {show(near[0])}? " if near else ""
    return f"There is no {what} of kind {show(asked)}.", f"{hint}Choose {one_of(kinds)}."


def _no_table(place: _Place, field: FieldInfo, value: object) -> tuple[str, str]:
    name = ".".join(place.path)
    sentence = f"{show(value)} was given, but {name} is a part with options of its own."
    if choices(field):
        kinds = list(choices(field))
        kind = value if value in kinds else kinds[0]
        return sentence, f"Write {name}.kind = {show(kind)}, or a table [{name}] with a kind."
    return sentence, f"Write its options in a table [{name}]."


def _suggestion(value: object, field: FieldInfo) -> str:
    values = [choice for choice in literal_values(field.annotation) if isinstance(choice, str)]
    near = _nearest(str(value), values)
    hint = f"Did you mean {show(near[0])}? " if near else ""
    return f"{hint}Give {expected(field)}."


def _wrong_type(details: ErrorDetails, field: FieldInfo) -> str:
    kinds = {"bool_type": bool, "int_type": int, "float_type": float, "string_type": str}
    wanted = kinds.get(details["type"])
    return f"{show(details['input'])} is not {noun(wanted or field.annotation)}."


def _too_small(details: ErrorDetails, field: FieldInfo) -> str:
    value = details["input"]
    return f"{show(value)} is {'not a number' if value != value else 'too small'}."


def _too_large(details: ErrorDetails, field: FieldInfo) -> str:
    return f"{show(details['input'])} is too large."


def _too_short(details: ErrorDetails, field: FieldInfo) -> str:
    return f"{show(details['input'])} is too short." if details["input"] else "It is empty."


def _too_long(details: ErrorDetails, field: FieldInfo) -> str:
    return f"{show(details['input'])} is too long, with {len(details['input'])} characters."


def _no_choice(details: ErrorDetails, field: FieldInfo) -> str:
    return f"{show(details['input'])} cannot be chosen here."


def _in_other_words(details: ErrorDetails, field: FieldInfo) -> str:
    return f"{show(details['input'])} does not fit: {details['msg']}."


_SENTENCES: Mapping[str, Callable[[ErrorDetails, FieldInfo], str]] = {
    "int_type": _wrong_type,
    "float_type": _wrong_type,
    "bool_type": _wrong_type,
    "string_type": _wrong_type,
    "tuple_type": _wrong_type,
    "greater_than": _too_small,
    "greater_than_equal": _too_small,
    "less_than": _too_large,
    "less_than_equal": _too_large,
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "literal_error": _no_choice,
}


def _nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known word that is most like it, where one is."""
    from difflib import get_close_matches  # only where something is misspelt

    return get_close_matches(word, list(known), n=1)
