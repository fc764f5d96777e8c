"""Calls a person's function with its arguments and with what Paraloom knows."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.brought.arguments import check_arguments, read_arguments
from engine.brought.running import open_brought
from engine.brought.signature import Outline, Signature, read_outline
from engine.brought.trouble import told
from engine.errors import PlanError, Problem
from engine.spec.brought import BroughtOptions


def call(options: BroughtOptions, known: Mapping[str, Any], *, part: str) -> Any:
    """What the function gives back. Runs the person's code.

    Args:
        options: Which function of which file, and its arguments.
        known: What Paraloom knows, by name; given where the function asks for it and nobody else gave it.
        part: Dotted field of the options, for instance `model`.

    Raises:
        PlanError: The file, the function or an argument is not as it must be, or the code raised something.
    """
    signature = find_signature(options, part=part)
    problems = tuple(
        check_arguments(signature, options.arguments, field=f"{part}.arguments", known=tuple(known))
    )
    if problems:
        raise PlanError(problems)
    asked = {name: value for name, value in known.items() if signature.argument(name) is not None}
    arguments = {**asked, **read_arguments(signature, options.arguments)}
    with inside(options, part=part) as function:
        return function(**arguments)


@contextmanager
def inside(options: BroughtOptions, *, part: str) -> Iterator[Any]:
    """The function itself; within, its folder's imports work and what it raises is told. Runs its file."""
    brought = open_brought(Path(options.path).expanduser())
    with told(brought.origin, brought.origin.path.name, field=f"{part}.path"):
        module = brought.run()
    with told(brought.origin, options.function, field=part), brought.inside():
        yield getattr(module, options.function)


def find_signature(options: BroughtOptions, *, part: str) -> Signature:
    """What the function takes, read from the file's text.

    Raises:
        PlanError: There is no such file or function, or the file is no Python.
    """
    outline = read_outline(options.path, field=f"{part}.path")
    signature = outline.signatures.get(options.function)
    if signature is None:
        raise PlanError([_no_function(options, outline, part)])
    return signature


def check_call(options: BroughtOptions, known: tuple[str, ...], *, part: str) -> tuple[Problem, ...]:
    """What is wrong with file, function or arguments; nothing of the file runs."""
    try:
        signature = find_signature(options, part=part)
    except PlanError as error:
        return error.problems
    return tuple(check_arguments(signature, options.arguments, field=f"{part}.arguments", known=known))


def _no_function(options: BroughtOptions, outline: Outline, part: str) -> Problem:
    from difflib import get_close_matches

    from engine.errors import Fix

    field, names = f"{part}.function", [name for name in outline.signatures if not name.startswith("_")]
    if not names:
        return Problem(
            field=field,
            sentence=f"{outline.path.name} defines no function and no class.",
            mend="Choose another file.",
        )
    near = get_close_matches(options.function, names, n=1) or names[:1]
    return Problem(
        field=field,
        sentence=f"{outline.path.name} defines no {options.function or 'function of that name'}; "
        f"there are {', '.join(names[:8])}.",
        mend="Choose one of them.",
        fix=Fix(label=f"Use {near[0]}", changes={field: near[0]}),
    )
