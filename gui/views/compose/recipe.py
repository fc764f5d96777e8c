"""A part of training that has kinds, in a line: which kind, and its first option; the others wait."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from engine.base import Record
from gui.widgets.fields import ChoiceEditor
from gui.widgets.form import RecordForm

_KIND = "kind"


class Recipe(QWidget):
    """Optimizer or schedule."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""

    def __init__(
        self,
        records: Mapping[str, type[Record]],
        titles: Mapping[str, str],
        prefix: str,
        label: str,
        essential: str,
        parent: QWidget | None = None,
    ) -> None:
        """Builds it.

        Args:
            records: Kind to its record.
            titles: Kind to what a person calls it.
            prefix: Dotted name of the part.
            label: What the choice is called.
            essential: The option that every kind has and that stands beside the choice.
            parent: Its owner.
        """
        super().__init__(parent)
        self._records, self._prefix, self._essential = records, prefix, essential
        self._record: type[Record] | None = None
        self._choice = ChoiceEditor(
            f"{prefix}.{_KIND}", tuple((kind, titles[kind]) for kind in records), self
        )
        self._choice.editor.setAccessibleName(label)
        self._choice.value_changed.connect(self._choose)
        self._caption = QLabel(label, self)
        self._caption.setProperty("role", "muted")
        self._caption.setBuddy(self._choice.editor)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.addWidget(self._caption, 0, 0)
        self._grid.addWidget(self._choice, 1, 0, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(2, 1)
        self.rest = QWidget(parent)
        """The other options, to be shown where there is room."""
        self._rest_layout = QVBoxLayout(self.rest)
        self._rest_layout.setContentsMargins(0, 0, 0, 0)
        self._forms: tuple[RecordForm, ...] = ()

    @Slot(object)
    def _choose(self, kind: object) -> None:
        self.changed.emit({f"{self._prefix}.{_KIND}": kind})

    def show_values(self, record: Record, rejected: Mapping[str, Any]) -> None:
        """Show a record's kind and values; for a field whose last value did not fit, that value."""
        if type(record) is not self._record:
            self._record = type(record)
            self._make_forms(type(record))
            self._choice.set_value(getattr(record, _KIND))
        for form in self._forms:
            form.show_values(record, rejected)

    def _make_forms(self, record: type[Record]) -> None:
        for form in self._forms:
            form.hide()
            form.deleteLater()
        others = [name for name in record.model_fields if name not in (_KIND, self._essential)]
        first = RecordForm(record, self._prefix, [self._essential], self, columns=1)
        rest = RecordForm(record, self._prefix, others, self.rest, columns=4)
        self._grid.addWidget(first, 0, 1, 3, 1, Qt.AlignmentFlag.AlignTop)
        self._rest_layout.addWidget(rest)
        self._forms = (first, rest)
        for form in self._forms:
            form.changed.connect(self.changed)
        self.rest.setEnabled(bool(others))

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Show each field's problem beneath it."""
        for form in self._forms:
            form.show_problems(sentences)

    def is_rare(self, dotted: str) -> bool:
        """Whether a field is among the other options."""
        part, _, name = dotted.rpartition(".")
        return part == self._prefix and name not in (_KIND, self._essential)

    def focus_field(self, dotted: str) -> bool:
        """Put the focus in a field; False where it is of another part."""
        if any(form.focus_field(dotted) for form in self._forms):
            return True
        if dotted == self._prefix or dotted.startswith(f"{self._prefix}."):
            self._choice.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False
