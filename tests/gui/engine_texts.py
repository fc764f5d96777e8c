"""What the engine says to a person, read from its sources: the texts that have to be translated."""

import ast
import tomllib
from collections.abc import Collection, Iterator
from inspect import cleandoc
from itertools import pairwise
from pathlib import Path

from gui.widgets.fields import label_of
from tests.gui.spoken import Speech, name_of

_ROOT = Path(__file__).parent.parent.parent
_FOR_THE_TERMINAL = "cli"
_DEVICE_KINDS = ("cpu", "gpu")
_PUT_TOGETHER = (
    "{} at least {}",
    "{} above {}",
    "{} at most {}",
    "{} below {}",
    "{} at least {} and at most {}",
    "{} at least {} and below {}",
    "{} above {} and at most {}",
    "{} above {} and below {}",
    "{} from {} to {}",
    "{} of at least {} characters",
    "{} of {} to {} characters",
    '{}, or "none"',
    "text",
    "{} ({})",
    "{} ({}: {})",
)
"""What is put together where no reader of the sources can see it."""
_OF_TOMLLIB = (
    "invalid statement",
    "expected newline or end of document after a statement",
    "expected {}",
    "found invalid character {}",
    "cannot declare {} twice",
    "cannot overwrite a value",
    "cannot mutate immutable namespace {}",
    "expected ']' at the end of a table declaration",
    "expected ']]' at the end of an array declaration",
    "expected '=' after a key in a key/value pair",
    "invalid initial character for a key part",
    "unclosed array",
    "unclosed inline table",
    "duplicate inline table key {}",
    "unescaped '\\' in a string",
    "invalid hex value",
    "escaped character is not a Unicode scalar value",
    "unterminated string",
    "illegal character {}",
    "invalid date or datetime",
    "invalid value",
)
"""What Python's TOML parser says, as `engine.spec.toml` repeats it."""


def engine_texts(root: Path = _ROOT) -> tuple[str, ...]:
    """Every text of the engine that reaches a person in the window, sorted.

    Args:
        root: The folder in which `engine` and `resources` lie.
    """
    texts: set[str] = set(_PUT_TOGETHER) | set(_OF_TOMLLIB)
    records = _records(root / "engine" / "spec")
    for path in sorted((root / "engine").rglob("*.py")):
        if _FOR_THE_TERMINAL not in path.relative_to(root).parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            texts.update(Speech(tree).texts())
            if path.parent.name == "record":
                texts.update(_enum_words(tree))
            if path.parent.name == "spec" or path.parts[-2:] == ("sweep", "record.py"):
                texts.update(_field_words(tree, records))
    for path in (root / "resources" / "presets").glob("*.toml"):
        texts.add(tomllib.loads(path.read_text(encoding="utf-8"))["description"])
    return tuple(sorted(texts))


def _classes(tree: ast.Module, bases: Collection[str]) -> Iterator[ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(name_of(parent) in bases for parent in node.bases):
            yield node


def _records(folder: Path) -> frozenset[str]:
    """The classes of option records, and those that come from these."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.glob("*.py")]
    found, before = {"Record"}, 0
    while len(found) > before:
        before = len(found)
        found |= {node.name for tree in trees for node in _classes(tree, found)}
    return frozenset(found)


def _enum_words(tree: ast.Module) -> Iterator[str]:
    """States, phases and the like stand in sentences as they are."""
    for node in _classes(tree, {"StrEnum"}):
        for line in node.body:
            if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
                yield str(line.value.value)


def _field_words(tree: ast.Module, records: Collection[str]) -> Iterator[str]:
    """Labels, help and choices of the options that a form shows."""
    for record in _classes(tree, records):
        for field, after in pairwise([*record.body, ast.Pass()]):
            if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
                continue
            yield label_of(field.target.id)
            if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                yield cleandoc(str(after.value.value))
            yield from _choices(field)


def _choices(field: ast.AnnAssign) -> Iterator[str]:
    """The words a person chooses among, where they are words and no names."""
    match field.annotation:
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Tuple(elts=values)):
            words = [str(value.value) for value in values if isinstance(value, ast.Constant)]
            yield from (word for word in words if word.isalpha() and word not in _DEVICE_KINDS)
