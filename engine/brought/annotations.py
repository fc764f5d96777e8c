"""Types and values as they are written in a person's file, as far as a form can hold them."""

import ast
from types import NoneType
from typing import Any, Literal

_PLAIN: dict[str, Any] = {"int": int, "float": float, "bool": bool, "str": str}
_MANY = ("tuple", "Tuple", "list", "List", "Sequence", "Iterable")
_LISTS = ("list", "List")


def type_of(node: ast.expr) -> tuple[Any, bool]:
    """The type, and whether a list is asked for; (None, False) where no form can hold such a value.

    int, float, bool, str, `Literal`, tuples and lists of them, and each of these or None.
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return type_of(ast.parse(node.value, mode="eval").body)
        except SyntaxError:
            return None, False
    match node:
        case ast.Name(id=name) if name in _PLAIN:
            return _PLAIN[name], False
        case ast.BinOp(op=ast.BitOr()):
            return _without_none(_members(node))
        case ast.Subscript(value=outer, slice=inner):
            return _subscript(_last_name(outer), inner)
        case _:
            return None, False


def _subscript(name: str, inner: ast.expr) -> tuple[Any, bool]:
    items = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
    if name == "Literal":
        values = [literal_of(item) for item in items]
        words = tuple(value for known, value in values if known and isinstance(value, str | int))
        return (Literal[words], False) if len(words) == len(items) else (None, False)
    if name == "Annotated":
        return type_of(items[0])
    if name == "Optional":
        return _without_none([*items, ast.Constant(None)])
    if name == "Union":
        return _without_none(items)
    if name in _MANY:
        kinds = {type_of(item)[0] for item in items if not _is_dots(item)}
        if len(kinds) == 1 and (kind := kinds.pop()) in (int, float, bool, str):
            return tuple[kind, ...], name in _LISTS  # type: ignore[valid-type]
    return None, False


def _members(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*_members(node.left), *_members(node.right)]
    return [node]


def _without_none(members: list[ast.expr]) -> tuple[Any, bool]:
    """`T | None` of one T; int and float together are numbers."""
    rest = [member for member in members if not (isinstance(member, ast.Constant) and member.value is None)]
    found = [type_of(member) for member in rest]
    kinds = [kind for kind, _ in found]
    if set(kinds) == {int, float}:
        kinds, found = [float], [(float, False)]
    if len(kinds) != 1 or kinds[0] is None:
        return None, False
    return (kinds[0] if len(rest) == len(members) else kinds[0] | None), found[0][1]


def _last_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_dots(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def literal_of(node: ast.expr) -> tuple[bool, Any]:
    """Whether an expression is a plain value, and that value."""
    try:
        return True, ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return False, None


def type_of_value(value: object) -> Any:
    """The type of an argument without one, by its default; None where that does not tell."""
    if isinstance(value, (tuple, list)):
        kinds = {type(item) for item in value}
        kind = kinds.pop() if len(kinds) == 1 else NoneType
        return tuple[kind, ...] if kind in (int, float, bool, str) else None  # type: ignore[valid-type]
    return type(value) if type(value) in (int, float, bool, str) else None
