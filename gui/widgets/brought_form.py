"""The form of a person's own Python file: which file, which function of it, and that function's arguments."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

from pydantic import create_model
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.base import Record
from engine.brought.arguments import ArgumentsRecord, arguments_record, show_arguments
from engine.brought.known import GIVEN
from engine.brought.signature import Outline, read_outline
from engine.errors import PlanError
from engine.spec.brought import BroughtOptions
from gui.widgets.form import RecordForm
from gui.widgets.path_editor import PythonFileEditor

_FUNCTION = "function"
_ARGUMENTS = "arguments"


class BroughtForm(QWidget):
    """The file's text is read, never run: its functions become choices, their arguments a form."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""

    def __init__(
        self, record: type[BroughtOptions], prefix: str, parent: QWidget | None = None, *, columns: int = 2
    ) -> None:
        """Builds it.

        Args:
            record: Whose fields.
            prefix: Dotted name of the part.
            parent: Its owner.
            columns: Fields a line.
        """
        super().__init__(parent)
        self._record, self._prefix = record, prefix
        self._columns = min(columns, 2)  # numbers without bounds are wide
        self._options = record()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        self._file = RecordForm(record, prefix, ["path"], self, columns=1, editors={"path": PythonFileEditor})
        self._file.changed.connect(self._choose_file)
        others = [name for name in record.model_fields if name not in ("path", _FUNCTION, _ARGUMENTS, "kind")]
        self._others = RecordForm(record, prefix, others, self, columns=1)
        self._others.changed.connect(self.changed)
        self._others.setVisible(bool(others))
        self._line = QHBoxLayout()
        self._line.setSpacing(12)
        self._line.addWidget(self._others, 1)
        self._layout.addWidget(self._file)
        self._layout.addLayout(self._line)
        self._shape: tuple[type[Record], type[Record]] | None = None
        self._inner: tuple[RecordForm, ...] = ()

    def show_values(self, record: Record, rejected: Mapping[str, Any]) -> None:
        """Show what is chosen; for a field whose last value did not fit, that value."""
        assert isinstance(record, BroughtOptions)
        self._options = record
        self._file.show_values(record, rejected)
        self._others.show_values(record, rejected)
        outline = _read(record.path)
        functions = self._function_record(outline)
        arguments = self._arguments_record(outline)
        if self._shape != (functions, arguments):
            self._shape = (functions, arguments)
            self._make_inner(functions, arguments)
        chosen, given = self._inner
        chosen.show_values(show_arguments(functions, {_FUNCTION: record.function}), rejected)
        given.show_values(show_arguments(arguments, record.arguments), rejected)

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Show each field's problem beneath it."""
        for form in self._forms():
            form.show_problems(sentences)

    def focus_field(self, dotted: str) -> bool:
        """Put the focus in a field; False where it is of another part."""
        return any(form.focus_field(dotted) for form in self._forms())

    def _forms(self) -> tuple[RecordForm, ...]:
        return (self._file, self._others, *self._inner)

    def _make_inner(self, functions: type[Record], arguments: type[Record]) -> None:
        for form in self._inner:
            form.hide()
            form.deleteLater()
        prefix = f"{self._prefix}.{_ARGUMENTS}"
        chosen = RecordForm(functions, self._prefix, [_FUNCTION], self, columns=1)
        given = RecordForm(arguments, prefix, None, self, columns=self._columns)
        self._inner = (chosen, given)
        chosen.changed.connect(self._choose_function)
        given.changed.connect(self.changed)
        self._line.insertWidget(0, chosen, 1)
        self._layout.addWidget(given)

    def _function_record(self, outline: Outline | None) -> type[ArgumentsRecord]:
        return _build_choice(() if outline is None else _public(outline), self._record.help_of(_FUNCTION))

    def _arguments_record(self, outline: Outline | None) -> type[ArgumentsRecord]:
        signature = None if outline is None else outline.signatures.get(self._options.function)
        return ArgumentsRecord if signature is None else arguments_record(signature, GIVEN[self._prefix])

    @Slot(object)
    def _choose_file(self, changes: Mapping[str, Any]) -> None:
        """Another file: where it has no function of that name, the likeliest of its own is called."""
        path = changes[f"{self._prefix}.path"]
        outline = _read(path)
        names = () if outline is None else _public(outline)
        if names and self._options.function not in names:
            changes = {**changes, f"{self._prefix}.{_FUNCTION}": _likeliest(names), **self._no_arguments()}
        self.changed.emit(changes)

    @Slot(object)
    def _choose_function(self, changes: Mapping[str, Any]) -> None:
        self.changed.emit({**changes, **self._no_arguments()})

    def _no_arguments(self) -> dict[str, Any]:
        return {f"{self._prefix}.{_ARGUMENTS}": {}}


@lru_cache(maxsize=16)
def _build_choice(names: tuple[str, ...], help_text: str) -> type[ArgumentsRecord]:
    """A record of one field: one of these names, or any where there are none."""
    kind: Any = Literal[names] if names else str
    made = create_model("Choice", __base__=ArgumentsRecord, function=(kind, ...))
    made.helps = {_FUNCTION: help_text}
    return made


def _read(path: str) -> Outline | None:
    """What there is in the file; None where it cannot be read, which the plan tells."""
    try:
        return read_outline(path, field="")
    except PlanError:
        return None


def _public(outline: Outline) -> tuple[str, ...]:
    return tuple(name for name in outline.signatures if not name.startswith("_"))


def _likeliest(names: Sequence[str]) -> str:
    """A function that builds something, else the last one: what leads up to it is defined before."""
    return next((name for name in names if name.startswith(("build", "make", "get"))), names[-1])
