"""A part of training that has kinds, in a line: which kind, and its first option; the others wait."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from engine.base import Record
from gui.widgets.fields import KIND
from gui.widgets.form import RecordForm
from gui.widgets.kind_form import KindPart


class Recipe(KindPart):
    """Optimizer or schedule."""

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
        super().__init__(records, titles, prefix, label, parent)
        self._essential = essential
        caption = QLabel(label, self)
        caption.setProperty("role", "muted")
        caption.setBuddy(self._choice.editor)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.addWidget(caption, 0, 0)
        self._grid.addWidget(self._choice, 1, 0, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(2, 1)
        self.rest = QWidget(parent)
        """The other options, to be shown where there is room."""
        self._rest_layout = QVBoxLayout(self.rest)
        self._rest_layout.setContentsMargins(0, 0, 0, 0)

    def _make_forms(self, record: type[Record]) -> tuple[RecordForm, ...]:
        others = [name for name in record.model_fields if not self._stands_first(name)]
        first = RecordForm(record, self._prefix, [self._essential], self, columns=1)
        rest = RecordForm(record, self._prefix, others, self.rest, columns=4)
        self._grid.addWidget(first, 0, 1, 3, 1, Qt.AlignmentFlag.AlignTop)
        self._rest_layout.addWidget(rest)
        self.rest.setEnabled(bool(others))
        return (first, rest)

    def _stands_first(self, name: str) -> bool:
        return name in (KIND, self._essential)

    def is_rare(self, dotted: str) -> bool:
        """Whether a field is among the other options."""
        part, _, name = dotted.rpartition(".")
        return part == self._prefix and not self._stands_first(name)
