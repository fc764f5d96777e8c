"""The texts in one source file that reach a person.

A sentence with figures in it (an f-string) becomes a pattern with `{}` for each figure. Where words in it are
chosen (`'cores' if n > 1 else 'core'`), every choice makes a pattern.
"""

import ast
import re
from collections.abc import Container, Iterator
from itertools import product

_SPOKEN = {"explanation", "label", "mend", "sentence", "title", "when", "when_not"}
"""Names whose value is shown even if it is a single word."""
_NO_WORDS = {"compile", "execute", "field_validator", "getattr", "getLogger", "prctl", "signal"}
"""Functions that are given patterns, SQL and names."""
_FOR_MACHINES = re.compile(
    r"^<[a-z!]|^(CREATE TABLE|DELETE FROM|INSERT OR|PRAGMA|SELECT|import) |\\\\b|\(\?|\w\|\w|\.\*|``"
)
"""Markup, SQL, code and the patterns of other programs' messages; empty quotation marks are never said."""
_FIGURE = re.compile(r"\{\w*\}")
_WORD = re.compile(r"[A-Za-z][a-z]+|[A-Z]{2,}|\b[aA]\b")
_MOST_FORMS = 64

Scope = dict[str, list[ast.expr]]


class Speech:
    """The texts in one source file."""

    def __init__(self, tree: ast.Module) -> None:
        self._nodes: list[ast.AST] = [tree]
        self._parents: dict[ast.AST, ast.AST] = {}
        for node in self._nodes:  # grows as it is gone through
            children = list(ast.iter_child_nodes(node))
            self._parents.update(dict.fromkeys(children, node))
            self._nodes += children
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        self._functions = {node.name: node for node in self._nodes if isinstance(node, functions)}
        self._globals = _assigned(tree.body)
        self._assumed: dict[str, bool] = {}

    def texts(self) -> Iterator[str]:
        for node in self._nodes:
            if isinstance(node, ast.expr) and _is_text(node) and self._is_whole(node):
                spoken = self._is_spoken(node)
                scope = self._scope(node)
                for form in self._forms(node, scope, 0):
                    if _says_something(form, spoken):
                        yield form

    def _is_whole(self, node: ast.expr) -> bool:
        """Whether it is no part of a longer text, and no docstring, key or pattern."""
        parent = self._parents[node]
        if (
            isinstance(parent, ast.Expr | ast.AnnAssign | ast.arg)
            and getattr(parent, "value", None) is not node
        ):
            return False
        if isinstance(parent, ast.Expr) or self._is_in(node, "__str__"):
            return False
        if isinstance(parent, ast.Dict) and node in parent.keys:
            return False
        if isinstance(parent, ast.Compare) or (
            isinstance(parent, ast.Subscript) and parent.value is not node
        ):
            return False
        if isinstance(parent, ast.Call) and name_of(parent.func) in _NO_WORDS:
            return False
        while isinstance(parent, ast.expr):
            if _is_text(parent) and not isinstance(parent, ast.Constant):
                return False
            if not isinstance(parent, ast.IfExp | ast.BinOp | ast.BoolOp | ast.FormattedValue):
                break
            parent = self._parents[parent]
        return True

    def _is_spoken(self, node: ast.expr) -> bool:
        parent = self._parents[node]
        if isinstance(parent, ast.keyword):
            return parent.arg in _SPOKEN
        if isinstance(parent, ast.Assign):
            return any(name_of(target) in _SPOKEN for target in parent.targets)
        return isinstance(parent, ast.Return | ast.Tuple | ast.IfExp) and _ends_a_sentence(node)

    def _is_in(self, node: ast.AST, function: str) -> bool:
        while node in self._parents:
            node = self._parents[node]
            if isinstance(node, ast.FunctionDef) and node.name == function:
                return True
        return False

    def _scope(self, node: ast.AST) -> Scope:
        """What the names mean where a text stands."""
        while node in self._parents:
            node = self._parents[node]
            if isinstance(node, ast.FunctionDef):
                return {**self._globals, **_assigned(node.body), **_parameters(node)}
        return self._globals

    def _forms(self, node: ast.expr, scope: Scope, depth: int) -> list[str]:
        """Every pattern that an expression can become."""
        if depth > 6:
            return ["{}"]
        match node:
            case ast.Constant(value=str() as text):
                return [_FIGURE.sub("{}", text)]
            case ast.JoinedStr(values=values):
                return self._joined(values, scope, depth)
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return self._forms(value, scope, depth + 1)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._joined([left, right], scope, depth)
            case ast.IfExp(test=test, body=body, orelse=orelse) if ast.dump(test) in self._assumed:
                return self._forms(body if self._assumed[ast.dump(test)] else orelse, scope, depth)
            case ast.IfExp(body=body, orelse=orelse):
                return _unique([*self._forms(body, scope, depth), *self._forms(orelse, scope, depth)])
            case ast.BoolOp(op=ast.Or(), values=values):
                return _unique([form for value in values for form in self._forms(value, scope, depth)])
            case ast.Name(id=name) if name in scope:
                inner = {**scope, name: []}
                found = [form for value in scope[name] for form in self._forms(value, inner, depth + 1)]
                return _unique(found) or ["{}"]
            case ast.Call():
                return self._called(node, scope, depth)
        return ["{}"]

    def _joined(self, parts: list[ast.expr], scope: Scope, depth: int) -> list[str]:
        for test in _repeated_tests(parts, self._assumed):  # `is` and `it is`, or `are` and `they are`
            forms = []
            for assumed in (True, False):
                self._assumed[test] = assumed
                forms += self._joined(parts, scope, depth)
            del self._assumed[test]
            return _unique(forms)
        choices = [self._forms(part, scope, depth) for part in parts]
        forms = ["".join(chosen) for chosen in product(*choices)]
        if len(forms) > _MOST_FORMS:
            raise ValueError(f"Too many ways to say {ast.unparse(parts[0])} …: say it more plainly.")
        return _unique([re.sub(r"(\{\})+", "{}", form) for form in forms])

    def _called(self, node: ast.Call, scope: Scope, depth: int) -> list[str]:
        match node.func:
            case ast.Attribute(value=ast.Constant(value=str() as mark), attr="join"):
                return [f"{{}}{mark}{{}}"] if _WORD.search(mark) else ["{}"]
            case ast.Attribute(value=value, attr="strip" | "rstrip" | "format") if _is_text(value):
                forms = [form.strip() for form in self._forms(value, scope, depth)]
                return _unique([*forms, *(form.removesuffix(" {}") for form in forms)])
            case ast.Name(id=name) if name in self._functions:
                forms = self._returned(self._functions[name], depth)
                if any(form.startswith(" ") for form in forms):  # the end of a text, never a text itself
                    return forms
        return ["{}"]

    def _returned(self, function: ast.FunctionDef, depth: int) -> list[str]:
        scope = {**self._globals, **_assigned(function.body), **_parameters(function)}
        values = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value]
        return _unique([form for value in values for form in self._forms(value, scope, depth + 1)])


def _is_text(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=value):
            return isinstance(value, str)
        case ast.JoinedStr():
            return True
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _is_text(left) or _is_text(right)
        case ast.IfExp(body=body, orelse=orelse):
            return _is_text(body) or _is_text(orelse)
        case ast.Call(func=ast.Attribute(value=value, attr="strip" | "rstrip" | "format")):
            return _is_text(value)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as mark), attr="join")):
            return bool(_WORD.search(mark))
    return False


def _says_something(form: str, spoken: bool) -> bool:
    """Whether a form is words for a person; a text's end (`, and …`) was seen with its beginning."""
    if form != form.strip() or not form or form[0] in ",;" or _FOR_MACHINES.search(form):
        return False
    words = _WORD.findall(form.replace("{}", " "))
    if spoken:
        return bool(words)
    if len(words) < 2:
        return bool(words) and re.search(r"\{\} [a-z]|[a-z] \{\}", form) is not None and "/" not in form
    return " " in form.strip()


def _repeated_tests(parts: list[ast.expr], assumed: Container[str]) -> list[str]:
    tests = [ast.dump(node.test) for part in parts for node in ast.walk(part) if isinstance(node, ast.IfExp)]
    return [test for test in dict.fromkeys(tests) if tests.count(test) > 1 and test not in assumed]


def _ends_a_sentence(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and str(node.value).endswith(".")


def _assigned(body: list[ast.stmt]) -> Scope:
    """Names to the texts they are given; a name that is given anything else stands for a figure."""
    found: Scope = {}
    others: set[str] = set()
    for target, value in _assignments(body):
        if value is not None and _is_text(value):
            found.setdefault(target, []).append(value)
        else:
            others.add(target)
    return {name: values for name, values in found.items() if name not in others}


def _assignments(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr | None]]:
    """Names and what they are given; None where that cannot be read from the source."""
    for node in _statements(body):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case (
                ast.AnnAssign(target=ast.Name(id=name), value=value)
                | ast.AugAssign(target=ast.Name(id=name), op=value)
            ):
                yield name, value if isinstance(value, ast.expr) else None
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for target, value in zip(names, values, strict=False):
                    yield name_of(target), value
            case ast.Assign(targets=[ast.Tuple(elts=names)]) | ast.For(target=ast.Tuple(elts=names)):
                yield from ((name_of(target), None) for target in names)
            case ast.For(target=ast.Name(id=name)):
                yield name, None


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            for inner in ("body", "orelse", "finalbody", "handlers", "cases"):
                for child in getattr(node, inner, []):
                    yield from _statements([child])


def _parameters(function: ast.FunctionDef) -> Scope:
    """Parameters hide what else has their names."""
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return {argument.arg: [] for argument in arguments}


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _unique(forms: list[str]) -> list[str]:
    return list(dict.fromkeys(forms))
