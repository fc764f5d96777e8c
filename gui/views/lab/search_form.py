"""How a sweep searches: by what it draws, how long, for what, and when bad trials end."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from engine.base import Record
from engine.lab.sweep.record import METRICS, EarlyStopping, Objective, Sweep
from engine.lab.sweep.trials import DEFAULT_TRIALS
from engine.spec.fields import NONE
from gui.widgets.fields import ChoiceEditor, FieldEditor, TextEditor
from gui.widgets.form import RecordForm

SWEEP = "sweep"
"""What the names of its fields begin with."""
_OBJECTIVE, _STOPPING = f"{SWEEP}.objective", f"{SWEEP}.early_stopping"
_RECORDS: Mapping[str, Record] = {
    SWEEP: Sweep(),
    _OBJECTIVE: Objective(),
    _STOPPING: EarlyStopping(),
}


class SearchForm(QWidget):
    """Forms of the fields of a `Sweep`; those without meaning for what is chosen are hidden."""

    changed = Signal(object)
    """Dotted field of a `Sweep` to what was given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self._forms: list[tuple[str, RecordForm]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(6)
        self._add(SWEEP, ["method", "at_once"])
        self._drawn = self._add(SWEEP, ["trials", "seed"], editors={"trials": _TrialsEditor})
        self._add(SWEEP, ["max_seconds"])
        self._head(translate("SearchForm", "What the best trial has most or least of"))
        own = {"metric": _MetricEditor, "direction": _DirectionEditor, "value": _ValueEditor}
        self._add(_OBJECTIVE, ["metric", "direction", "value"], editors=own)
        self._head(translate("SearchForm", "When a bad trial ends early"))
        self._add(_STOPPING, ["rule"])
        self._early = self._add(_STOPPING, ["min_steps"])
        self._median = self._add(_STOPPING, ["min_trials"])
        self._halving = self._add(_STOPPING, ["reduction"])
        self._column.addStretch(1)

    def _head(self, words: str) -> None:
        label = QLabel(words, self)
        label.setProperty("role", "section")
        label.setContentsMargins(0, 8, 0, 0)
        self._column.addWidget(label)

    def _add(self, prefix: str, names: Sequence[str], editors: Mapping[str, Any] | None = None) -> RecordForm:
        form = RecordForm(type(_RECORDS[prefix]), prefix, names, self, columns=2, editors=editors)
        form.changed.connect(self._tell)
        self._forms.append((prefix, form))
        self._column.addWidget(form)
        return form

    def show_fields(self, fields: Mapping[str, Any]) -> None:
        """Show fields as they were given, without telling of it.

        Args:
            fields: Dotted field of a `Sweep` to what was given.
        """
        given = {f"{SWEEP}.{key}": value for key, value in fields.items()}
        for prefix, form in self._forms:
            form.show_values(_RECORDS[prefix], given)
        self.show_meant(fields)

    def show_meant(self, fields: Mapping[str, Any]) -> None:
        """Show the fields that have a meaning beside what these say."""
        rule = fields.get("early_stopping.rule", "none")
        self._drawn.setVisible(fields.get("method") != "grid")
        self._early.setVisible(rule != "none")
        self._median.setVisible(rule == "median")
        self._halving.setVisible(rule == "halving")

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Show the problem of each field beneath it.

        Args:
            sentences: Dotted field of a `Sweep` to what is wrong with it.
        """
        named = {f"{SWEEP}.{key}": words for key, words in sentences.items()}
        for _, form in self._forms:
            form.show_problems(named)

    @Slot(object)
    def _tell(self, changes: Mapping[str, Any]) -> None:
        self.changed.emit({key.removeprefix(f"{SWEEP}."): value for key, value in changes.items()})


class _TrialsEditor(TextEditor):
    """How many trials; empty means the usual number, which stands there faintly."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, kind=int, optional=True, many=False, parent=parent)
        self._line.setPlaceholderText(str(DEFAULT_TRIALS))


class _MetricEditor(FieldEditor):
    """One of the usual metrics, or any series of a run."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._box = QComboBox(self)
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.addItems(list(METRICS))
        self._use(self._box)
        self._box.editTextChanged.connect(self._tell)

    def set_value(self, value: Any) -> None:
        """Show a value, without telling of it."""
        with QSignalBlocker(self._box):
            self._box.setEditText(str(value))

    @Slot(str)
    def _tell(self, text: str) -> None:
        self.value_changed.emit(text.strip())


class _DirectionEditor(ChoiceEditor):
    """More, less, or what the metric's name says."""

    def __init__(self, name: str, parent: QWidget) -> None:
        words = (
            (NONE, QCoreApplication.translate("SearchForm", "as is usual for it")),
            ("maximize", QCoreApplication.translate("SearchForm", "higher is better")),
            ("minimize", QCoreApplication.translate("SearchForm", "lower is better")),
        )
        super().__init__(name, words, parent)

    def set_value(self, value: Any) -> None:
        """Show a value, without telling of it."""
        super().set_value(NONE if value is None else value)


class _ValueEditor(ChoiceEditor):
    """The newest value of a trial, or its best."""

    def __init__(self, name: str, parent: QWidget) -> None:
        words = (
            ("last", QCoreApplication.translate("SearchForm", "what it ended with")),
            ("best", QCoreApplication.translate("SearchForm", "the best it ever had")),
        )
        super().__init__(name, words, parent)
