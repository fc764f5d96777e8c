"""Forms of those parts of the spec that have kinds: which kind, and the options of that one."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.base import Record
from engine.spec.brought import BroughtOptions
from gui.widgets.brought_form import BroughtForm
from gui.widgets.fields import KIND, ChoiceEditor
from gui.widgets.form import RecordForm

Form = RecordForm | BroughtForm


def build_form(record: type[Record], prefix: str, parent: QWidget, *, columns: int) -> Form:
    """The form of a record's fields, or of a person's own file.

    Args:
        record: Whose fields.
        prefix: Dotted name of the part.
        parent: Its owner.
        columns: Fields a line.
    """
    if issubclass(record, BroughtOptions):
        return BroughtForm(record, prefix, parent, columns=columns)
    return RecordForm(record, prefix, _own_first(record), parent, columns=columns)


def _own_first(record: type[Record]) -> list[str]:
    """What only this kind has before what it has in common with others."""
    names = [name for name in record.model_fields if name != KIND]
    return sorted(names, key=lambda name: name not in record.__annotations__)


class KindPart(QWidget):
    """A choice of kinds, and forms that are made anew for another kind; where they lie is said below it."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""

    def __init__(
        self,
        records: Mapping[str, type[Record]],
        titles: Mapping[str, str],
        prefix: str,
        label: str,
        parent: QWidget | None = None,
    ) -> None:
        """Makes the choice.

        Args:
            records: Kind to its record.
            titles: Kind to what a person calls it.
            prefix: Dotted name of the part.
            label: What the choice is called.
            parent: Its owner.
        """
        super().__init__(parent)
        self._prefix = prefix
        self._record: type[Record] | None = None
        self._forms: tuple[Form, ...] = ()
        self._choice = ChoiceEditor(f"{prefix}.{KIND}", tuple((kind, titles[kind]) for kind in records), self)
        self._choice.editor.setAccessibleName(label)
        self._choice.value_changed.connect(self._choose)

    @abstractmethod
    def _make_forms(self, record: type[Record]) -> tuple[Form, ...]:
        """The forms of a kind, where they belong."""

    @Slot(object)
    def _choose(self, kind: object) -> None:
        self.changed.emit({f"{self._prefix}.{KIND}": kind})

    def show_values(self, record: Record, rejected: Mapping[str, Any]) -> None:
        """Show a record's kind and values; for a field whose last value did not fit, that value."""
        if type(record) is not self._record:
            self._record = type(record)
            for form in self._forms:
                form.hide()
                form.deleteLater()
            self._forms = self._make_forms(type(record))
            for form in self._forms:
                form.changed.connect(self.changed)
            self._choice.set_value(getattr(record, KIND))
        for form in self._forms:
            form.show_values(record, rejected)

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Show each field's problem beneath it."""
        for form in self._forms:
            form.show_problems(sentences)

    def focus_field(self, dotted: str) -> bool:
        """Put the focus in a field; False where it is of another part."""
        if any(form.focus_field(dotted) for form in self._forms):
            return True
        if dotted == self._prefix or dotted.startswith(f"{self._prefix}."):
            self._choice.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False


class KindForm(KindPart):
    """The choice, and all options of the chosen kind under it."""

    def __init__(
        self,
        records: Mapping[str, type[Record]],
        titles: Mapping[str, str],
        prefix: str,
        label: str,
        parent: QWidget | None = None,
        *,
        columns: int = 2,
    ) -> None:
        """Builds it.

        Args:
            records: Kind to its record.
            titles: Kind to what a person calls it.
            prefix: Dotted name of the part.
            label: What the choice is called where it is read aloud.
            parent: Its owner.
            columns: Fields a line.
        """
        super().__init__(records, titles, prefix, label, parent)
        self._columns = columns
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        self._layout.addWidget(self._choice)

    def _make_forms(self, record: type[Record]) -> tuple[Form, ...]:
        form = build_form(record, self._prefix, self, columns=self._columns)
        self._layout.addWidget(form)
        return (form,)
