"""The shape of a record type: its fields, its parts, and the kinds a part can be of."""

from collections.abc import Iterator, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeGuard, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from engine.base import Record

NONE = "none"
"""TOML has no empty value: an optional field that is left empty is written and read as this word."""
KIND = "kind"


def choices(field: FieldInfo) -> dict[str, type[Record]]:
    """Kind to record, in order, where a field holds one of several records; empty otherwise."""
    if field.discriminator != KIND:
        return {}
    return {member.model_fields[KIND].default: member for member in get_args(field.annotation)}


def part_record(field: FieldInfo, value: object) -> type[Record] | None:
    """The record a field's value is read as; None where it is no part, or of no known kind.

    Args:
        field: A field of a record.
        value: What stands there; its `kind` decides among several.
    """
    kinds = choices(field)
    if kinds:
        kind = value.get(KIND) if isinstance(value, Mapping) else None
        return kinds.get(kind) if isinstance(kind, str) else None
    annotation, _ = bare(field.annotation)
    return annotation if is_record(annotation) else None


def is_record(annotation: object) -> TypeGuard[type[Record]]:
    """Whether a type is a record."""
    return isinstance(annotation, type) and issubclass(annotation, Record)


def is_optional(annotation: object) -> bool:
    """Whether a field may be empty."""
    return get_origin(annotation) in (Union, UnionType) and NoneType in get_args(annotation)


def bare(annotation: object) -> tuple[object, tuple[object, ...]]:
    """A type without `| None` and `Annotated`, and the constraints that were written in `Annotated`."""
    if is_optional(annotation):
        members = [member for member in get_args(annotation) if member is not NoneType]
        return bare(members[0]) if len(members) == 1 else (annotation, ())
    if get_origin(annotation) is Annotated:
        inner, *extra = get_args(annotation)
        return inner, constraints(extra)
    return annotation, ()


def constraints(metadata: Sequence[object]) -> tuple[object, ...]:
    """The limits among what is written beside a type."""
    return tuple(
        limit for item in metadata for limit in (item.metadata if isinstance(item, FieldInfo) else [item])
    )


def item_type(annotation: object) -> object | None:
    """The type of the items of a list field, or None where it is no list."""
    inner, _ = bare(annotation)
    return get_args(inner)[0] if get_origin(inner) is tuple else None


def literal_values(annotation: object) -> tuple[Any, ...]:
    """What may be chosen in a field of fixed choices; empty for any other field."""
    inner, _ = bare(annotation)
    return get_args(inner) if get_origin(inner) is Literal else ()


def walk(record: type[Record], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Every field below a record, of every kind, with its path; the same path may come more than once."""
    for name, field in record.model_fields.items():
        path = (*before, name)
        yield path, field
        part = part_record(field, None)
        if part is not None:
            yield from walk(part, path)
        for choice in choices(field).values():
            yield from walk(choice, path)


def fields_at(record: type[Record], path: tuple[str, ...]) -> tuple[FieldInfo, ...]:
    """The fields a path can mean, one for every kind that has it."""
    return tuple(field for found, field in walk(record) if found == path)
