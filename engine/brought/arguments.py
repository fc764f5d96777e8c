"""Arguments of a person's function: the record that forms are made of, and what is wrong with values."""

import warnings
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, ClassVar

from pydantic import ValidationError, create_model

from engine.base import Record
from engine.brought.signature import Argument, Default, Signature
from engine.errors import Fix, Problem
from engine.spec.check import as_record
from engine.spec.explain import explain


class ArgumentsRecord(Record):
    """The arguments of one function. Its fields are made from the function's own text."""

    helps: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def help_of(cls, field: str) -> str:
        """What the function's docstring says of an argument."""
        return cls.helps.get(field, "")


def arguments_record(signature: Signature, known: Collection[str] = ()) -> type[ArgumentsRecord]:
    """A record with a field for each argument that a form can hold.

    Args:
        signature: Of the function.
        known: Arguments that Paraloom itself knows, and a person need not give.
    """
    return _build_record(signature, tuple(known))


@lru_cache(maxsize=32)
def _build_record(signature: Signature, known: tuple[str, ...]) -> type[ArgumentsRecord]:
    shown = [one for one in signature.arguments if is_shown(one, known)]
    fields: dict[str, Any] = {one.name: _field(one) for one in shown}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # an argument may be called as a method of records
        record = create_model(signature.name, __base__=ArgumentsRecord, **fields)
    record.helps = {one.name: one.help for one in shown}
    return record


def is_shown(argument: Argument, known: Collection[str]) -> bool:
    """Whether a form shows an argument."""
    is_plain = argument.annotation is not None and not argument.name.startswith("_")
    return is_plain and argument.name not in known and argument.default is not Default.COMPUTED


def _field(argument: Argument) -> tuple[Any, Any]:
    if argument.default is Default.NONE_GIVEN:
        return argument.annotation | None, None
    if argument.default is None:
        return argument.annotation | None, None
    return argument.annotation, argument.default


def show_arguments(record: type[ArgumentsRecord], arguments: Mapping[str, Any]) -> ArgumentsRecord:
    """The values as a form shows them: those that are given, else the defaults; unchecked."""
    return record.model_construct(
        **{name: arguments[name] for name in record.model_fields if name in arguments}
    )


def check_arguments(
    signature: Signature, arguments: Mapping[str, Any], *, field: str, known: Collection[str] = ()
) -> Iterator[Problem]:
    """Every argument that is missing, unknown or of a wrong type, at its field.

    Args:
        signature: Of the function.
        arguments: What it would be given.
        field: Dotted field of the arguments, for instance `model.arguments`.
        known: Arguments that Paraloom gives it.
    """
    for argument in signature.arguments:
        missing = argument.default is Default.NONE_GIVEN and argument.name not in (*arguments, *known)
        if missing:
            yield _missing(signature, argument, field)
    for name, value in arguments.items():
        found = signature.argument(name)
        if found is not None:
            yield from _check_value(found, value, field)
        elif not signature.takes_others:
            yield _unknown(signature, name, arguments, field)


def read_arguments(signature: Signature, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the function takes them: "none" is None, and a list is a list."""
    values: dict[str, Any] = {}
    for name, value in arguments.items():
        argument = signature.argument(name)
        values[name] = value if argument is None else _value(argument, value)
    return values


def _value(argument: Argument, value: Any) -> Any:
    if argument.annotation is None:
        return list(value) if argument.is_list and isinstance(value, tuple) else value
    record = _record_of_one(argument)
    values = as_record(record, {argument.name: value})
    read = getattr(record.model_validate(values, strict=True), argument.name)
    return list(read) if argument.is_list and isinstance(read, tuple) else read


def _check_value(argument: Argument, value: Any, field: str) -> Iterator[Problem]:
    if argument.annotation is None:
        return
    record = _record_of_one(argument)
    try:
        record.model_validate(as_record(record, {argument.name: value}), strict=True)
    except ValidationError as error:
        for problem in explain(error, record, {}):
            yield problem.model_copy(update={"field": f"{field}.{argument.name}"})


@lru_cache(maxsize=256)
def _record_of_one(argument: Argument) -> type[Record]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        field: Any = (argument.annotation, ...)
        if argument.default is None:
            field = (argument.annotation | None, ...)
        return create_model("One", __base__=Record, **{argument.name: field})


def _missing(signature: Signature, argument: Argument, field: str) -> Problem:
    if argument.annotation is None:
        what = f" of type {argument.written}" if argument.written else ""
        return Problem(
            field=f"{field}.{argument.name}",
            sentence=f"{signature.name} asks for {argument.name}{what}, which no form can hold.",
            mend="Give it a default, or a type such as int, float, bool, str or tuple[int, ...].",
        )
    return Problem(
        field=f"{field}.{argument.name}",
        sentence=f"{signature.name} asks for {argument.name}, and no value is given.",
        mend="Give one.",
    )


def _unknown(signature: Signature, name: str, arguments: Mapping[str, Any], field: str) -> Problem:
    names = [one.name for one in signature.arguments]
    near = get_close_matches(name, names, n=1)
    rest = {other: value for other, value in arguments.items() if other != name}
    return Problem(
        field=f"{field}.{name}",
        sentence=f"{signature.name} has no argument {name}.",
        mend=f"Did you mean {near[0]}?" if near else "Leave it out.",
        fix=Fix(label="Leave it out", changes={field: rest}),
    )
