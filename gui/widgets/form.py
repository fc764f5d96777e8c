"""Forms made from typed records: an editor a field, its help, and its problem beneath."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from engine.base import Record
from engine.spec.fields import is_record
from gui.engine_texts import translate_engine
from gui.widgets.fields import KIND, FieldEditor, build_editor, label_of


def _with_inner(
    record: type[Record], prefix: str, names: Sequence[str] | None
) -> Iterator[tuple[type[Record], str]]:
    """The fields of a record, each with its owner and dotted name; of a record among them its fields."""
    for name in [name for name in record.model_fields if name != KIND] if names is None else names:
        inner: object = record.model_fields[name].annotation
        if is_record(inner):
            yield from _with_inner(inner, f"{prefix}.{name}", None)
        else:
            yield record, f"{prefix}.{name}"


_ABOVE = 4
"""Between a field and the label of the one under it, in pixels: a label stands nearer to its own."""


class _Row:
    """The widgets of one field."""

    def __init__(self, label: QLabel, editor: FieldEditor, problem: QLabel) -> None:
        self.label, self.editor, self.problem = label, editor, problem


class RecordForm(QWidget):
    """The fields of a record, two a line."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""

    def __init__(
        self,
        record: type[Record],
        prefix: str,
        names: Sequence[str] | None = None,
        parent: QWidget | None = None,
        *,
        columns: int = 2,
        editors: Mapping[str, Callable[[str, QWidget], FieldEditor]] | None = None,
    ) -> None:
        """Builds it.

        Args:
            record: Whose fields.
            prefix: What stands before the fields' names, for instance `training`.
            names: Which fields, in order; all but `kind` where not given.
            parent: Its owner.
            columns: Fields a line.
            editors: Name to the editor of a field whose type alone does not tell which.
        """
        super().__init__(parent)
        self._prefix = prefix
        self._editors = editors or {}
        self._rows: dict[str, _Row] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        chosen = tuple(_with_inner(record, prefix, names))
        for number, (owner, dotted) in enumerate(chosen):
            self._add(owner, dotted, *divmod(number, columns))
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        for column in range(len(chosen), columns):  # few fields are as wide as many
            self._grid.addWidget(QWidget(self), 0, column)

    def _add(self, record: type[Record], dotted: str, line: int, column: int) -> None:
        name = dotted.rpartition(".")[2]
        field = record.model_fields[name]
        own = self._editors.get(name)
        editor = build_editor(dotted, field, self) if own is None else own(dotted, self)
        editor.setProperty("field", dotted)
        editor.value_changed.connect(self._tell)
        label = QLabel(translate_engine(label_of(name)), self)
        label.setProperty("role", "muted")
        label.setBuddy(editor.editor)
        label.setContentsMargins(0, _ABOVE if line else 0, 0, 0)
        help_text = translate_engine(record.help_of(name))
        for widget in (label, editor.editor):
            widget.setToolTip(help_text)
            widget.setWhatsThis(help_text)
        editor.editor.setAccessibleName(label.text())
        editor.editor.setAccessibleDescription(help_text)
        problem = QLabel(self)
        problem.setProperty("role", "problem")
        problem.setWordWrap(True)
        problem.setTextFormat(Qt.TextFormat.PlainText)  # it quotes what was typed
        problem.hide()
        for offset, widget in enumerate((label, editor, problem)):
            self._grid.addWidget(widget, 3 * line + offset, column, Qt.AlignmentFlag.AlignTop)
        self._rows[dotted] = _Row(label, editor, problem)

    @Slot(object)
    def _tell(self, value: object) -> None:
        self.changed.emit({str(self.sender().property("field")): value})

    def show_values(self, record: Record, rejected: Mapping[str, Any]) -> None:
        """Show a record's values; for a field whose last value did not fit, that value.

        Args:
            record: The values.
            rejected: Dotted field to the value that did not fit.
        """
        for dotted, row in self._rows.items():
            value: object = record
            for name in dotted.removeprefix(f"{self._prefix}.").split("."):
                value = getattr(value, name)
            row.editor.set_value(rejected.get(dotted, value))

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Show each field's problem beneath it; those of other fields are not for this form."""
        for dotted, row in self._rows.items():
            sentence = sentences.get(dotted, "")
            row.problem.setText(sentence)
            row.problem.setVisible(bool(sentence))
            row.editor.set_problem(bool(sentence))

    def show_field(self, dotted: str, *, shown: bool) -> None:
        """Show or hide a field that means nothing beside the others' values."""
        row = self._rows[dotted]
        row.label.setVisible(shown)
        row.editor.setVisible(shown)

    def focus_field(self, dotted: str) -> bool:
        """Put the focus in a field; False where this form has no such field."""
        for name, row in self._rows.items():
            if dotted == name or dotted.startswith(f"{name}."):
                row.editor.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False
