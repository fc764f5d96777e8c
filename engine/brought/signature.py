"""What the functions and classes of a Python file take, read from its text: nothing of it runs."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from inspect import cleandoc
from pathlib import Path
from typing import Any

from engine.brought.annotations import literal_of, type_of, type_of_value
from engine.errors import PlanError, Problem
from engine.kept import kept
from engine.paths import Stamp, look_at_file

_ITEM = re.compile(r"^\s+\*{0,2}(\w+)\s*(?:\([^)]*\))?\s*:\s*(.*)$")


class Default(Enum):
    """Defaults that are no plain value."""

    NONE_GIVEN = "needed"
    """It has to be given."""
    COMPUTED = "computed"
    """An expression, that only the file itself can work out."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a function."""

    name: str
    annotation: Any
    """The type of its value; None where no form can hold such a value."""
    written: str
    """The type as it is written in the file; empty where none is."""
    default: Any
    """Its value, or a `Default`."""
    help: str
    """What the function's docstring says of it."""
    is_list: bool = False
    """Whether the function asks for a list rather than a tuple."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A function or class, as it is called."""

    name: str
    line: int
    help: str
    """The first paragraph of its docstring."""
    arguments: tuple[Argument, ...]
    takes_others: bool = False
    """Whether it takes any further argument by name (`**options`)."""

    def argument(self, name: str) -> Argument | None:
        """The argument of that name."""
        return next((one for one in self.arguments if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Outline:
    """What there is in a file."""

    path: Path
    signatures: Mapping[str, Signature]
    values: Mapping[str, Any]
    """Names at the top of the file that are given a plain value, and that value."""


def read_outline(path: str, *, field: str) -> Outline:
    """What there is in a person's file.

    Args:
        path: Of the file.
        field: Dotted field of the spec where the path stands.

    Raises:
        PlanError: There is no such file, or it is no Python.
    """
    return _read(look_at_file(path, field=field), field)


@kept
def _read(stamp: Stamp, field: str) -> Outline:
    try:
        tree = ast.parse(stamp.path.read_bytes(), filename=str(stamp.path))
    except (SyntaxError, ValueError, OSError, RecursionError) as error:
        raise PlanError([_no_python(stamp.path, error, field)]) from error
    functions = (ast.FunctionDef, ast.ClassDef)
    signatures = {node.name: _signature(node) for node in tree.body if isinstance(node, functions)}
    return Outline(stamp.path, signatures, dict(_values(tree)))


def _no_python(path: Path, error: Exception, field: str) -> Problem:
    if isinstance(error, SyntaxError) and error.lineno:
        shown = (error.text or "").strip()[:80]
        where = f"{path.name}, line {error.lineno}: {error.msg}"
        sentence = f"{where}, in `{shown}`." if shown else f"{where}."
        return Problem(field=field, sentence=sentence, mend="Correct that line.")
    return Problem(
        field=field, sentence=f"{path} is no Python file: {error}.", mend="Choose a file of Python code."
    )


def _values(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                known, plain = literal_of(value)
                if known:
                    yield name, plain


def _signature(node: ast.FunctionDef | ast.ClassDef) -> Signature:
    said = cleandoc(ast.get_docstring(node) or "")
    called, is_bound = (node, False) if isinstance(node, ast.FunctionDef) else (_maker(node), True)
    helps = _argument_helps(said)
    if called is None:  # what a class takes that has no __init__ of its own, its bases know
        return Signature(node.name, node.lineno, _first_paragraph(said), (), takes_others=True)
    helps |= _argument_helps(cleandoc(ast.get_docstring(called) or ""))
    return Signature(
        name=node.name,
        line=node.lineno,
        help=_first_paragraph(said),
        arguments=tuple(_arguments(called.args, helps))[1 if is_bound else 0 :],
        takes_others=called.args.kwarg is not None,
    )


def _maker(node: ast.ClassDef) -> ast.FunctionDef | None:
    return next(
        (part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"), None
    )


def _arguments(called: ast.arguments, helps: Mapping[str, str]) -> Iterator[Argument]:
    placed = [*called.posonlyargs, *called.args]
    defaults: list[ast.expr | None] = [None] * (len(placed) - len(called.defaults))
    pairs = zip(placed, [*defaults, *called.defaults], strict=True)
    for argument, value in (*pairs, *zip(called.kwonlyargs, called.kw_defaults, strict=True)):
        known, default = (True, Default.NONE_GIVEN) if value is None else literal_of(value)
        default = default if known else Default.COMPUTED
        written = "" if argument.annotation is None else ast.unparse(argument.annotation)
        if argument.annotation is not None:
            annotation, is_list = type_of(argument.annotation)
        else:
            annotation, is_list = type_of_value(default), isinstance(default, list)
        default = _kept_default(default, annotation)
        yield Argument(argument.arg, annotation, written, default, helps.get(argument.arg, ""), is_list)


def _kept_default(default: Any, annotation: Any) -> Any:
    """A default as a record holds it; of a table or a set nothing more is known than that there is one."""
    if isinstance(default, list):
        default = tuple(default)
    if isinstance(default, dict | set) or (isinstance(default, tuple) and not _is_flat(default)):
        return Default.COMPUTED
    return float(default) if annotation is float and type(default) is int else default


def _is_flat(values: tuple[Any, ...]) -> bool:
    return not any(isinstance(value, list | dict | set | tuple) for value in values)


def _first_paragraph(said: str) -> str:
    return " ".join(said.partition("\n\n")[0].split())


def _argument_helps(said: str) -> dict[str, str]:
    """Name to words of the section `Args:` of a docstring, in Google's form."""
    helps: dict[str, str] = {}
    name, inside, depth = "", False, 0
    for line in said.splitlines():
        if line.strip() in ("Args:", "Arguments:"):
            inside, depth = True, 0
        elif inside and line and not line[0].isspace():
            inside = False
        elif inside and line.strip():
            indent = len(line) - len(line.lstrip())
            depth = depth or indent
            found = _ITEM.match(line) if indent == depth else None
            if found:
                name = found[1]
                helps[name] = found[2].strip()
            elif name:
                helps[name] = f"{helps[name]} {line.strip()}".strip()
    return helps
