"""The form of a sweep: which spec, which of its options, and how the best is sought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from engine.errors import Problem, SpecError
from engine.lab.sweep.record import Sweep
from engine.lab.sweep.written import WrittenSweep, read_written, write_sweep_down
from engine.spec.run import RunSpec
from gui.engine_texts import translate_engine
from gui.views.lab.base_choice import BaseChoice
from gui.views.lab.option_list import OptionList
from gui.views.lab.search_form import SWEEP, SearchForm
from gui.widgets.card import Card
from gui.widgets.form import RecordForm
from gui.widgets.scrolled import scrolled

_NAMES = ("name", "description")


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a form says, read."""

    sweep: Sweep | None
    """None: it cannot be so."""
    problems: tuple[Problem, ...] = ()


class SweepForm(QWidget):
    """What is tried at the left, how at the right; each problem stands beside its field."""

    changed = Signal()
    """Another sweep, or the same with something else in a field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._written = WrittenSweep(RunSpec(), ())
        self._kept: dict[str, WrittenSweep] = {}
        self._key = ""
        self._composed: RunSpec | None = None
        self.drafted = Drafted(None)
        self.base = BaseChoice(self)
        self.base.chosen.connect(self._take_base)
        self._names = RecordForm(Sweep, SWEEP, _NAMES, self)
        self._names.changed.connect(self._take_name)
        self.options = OptionList(self)
        self.options.changed.connect(self._take_options)
        self.search = SearchForm(self)
        self.search.changed.connect(self._take_fields)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._make_what(), 11)
        row.addWidget(self._make_how(), 8)

    def _make_what(self) -> Card:
        card = Card(QCoreApplication.translate("SweepForm", "What is tried"), self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        label = QLabel(self.tr("Spec"), self)
        label.setProperty("role", "muted")
        label.setBuddy(self.base)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.base, 0, 1)
        grid.setColumnStretch(1, 1)
        options = QLabel(QCoreApplication.translate("SweepForm", "Options that are varied"), self)
        options.setProperty("role", "section")
        card.body.addLayout(grid)
        card.body.addWidget(self._names)
        card.body.addWidget(options)
        card.body.addWidget(scrolled(self.options, self), 1)
        return card

    def _make_how(self) -> Card:
        card = Card(QCoreApplication.translate("SweepForm", "How the best is sought"), self)
        card.body.addWidget(scrolled(self.search, self), 1)
        return card

    @property
    def sweep(self) -> Sweep | None:
        """The sweep that it says; None where it cannot be so."""
        return self.drafted.sweep

    @property
    def name(self) -> str:
        """What the sweep is called, as far as it is."""
        return str(self._written.fields.get("name", ""))

    def show_sweep(self, key: str, sweep: Sweep) -> None:
        """Show a sweep, or what was made of it before.

        Args:
            key: Under which what is made of it is kept.
            sweep: As it is at first.
        """
        self._key = key
        self._written = self._kept.get(key) or write_sweep_down(sweep)
        self.base.show_spec(self._written.spec, str(self._written.fields.get("base", "")))
        self.options.show_options(self._written.options, self._written.spec)
        self._show_names()
        self.search.show_fields(self._written.fields)
        self._read()

    def is_untouched(self, key: str) -> bool:
        """Whether this sweep is shown as it is at first."""
        return self._key == key and key not in self._kept

    def forget(self, key: str) -> None:
        """What was made of a sweep is not wanted any more."""
        self._kept.pop(key, None)

    def set_composed(self, spec: RunSpec) -> None:
        """What Compose has; sweeps of it go on with what it has now."""
        is_varied = self.base.is_composed and spec != self._written.spec and self._key in self._kept
        for key, kept in self._kept.items():
            if kept.spec == self._composed:
                self._kept[key] = replace(kept, spec=spec)
        self._composed = spec
        self.base.set_composed(spec)
        if is_varied:
            self._take_base(spec, "")

    def show_problems(self, problems: Sequence[Problem]) -> tuple[str, ...]:
        """Show problems beside their fields; gives back those that have no field here.

        Args:
            problems: By field of the `Sweep`, place of an option, or field of the spec.
        """
        beside: dict[str, str] = {}
        others: list[str] = []
        for problem in problems:
            words = f"{translate_engine(problem.sentence)} {translate_engine(problem.mend)}".strip()
            place = self._place_of(problem.field)
            if place:
                beside[place] = "\n".join(filter(None, (beside.get(place, ""), words)))
            else:
                others.append(words)
        self.options.show_problems(beside)
        self.search.show_problems(beside)
        self._names.show_problems({f"{SWEEP}.{name}": words for name, words in beside.items()})
        return tuple(others)

    def _place_of(self, name: str) -> str:
        """Where a problem of a field is shown; empty where no field here is about it."""
        for number, option in enumerate(self._written.options):
            if name and option.key == name:
                return f"vary.{number}"
        is_field = name in self._written.fields or name in _NAMES
        return name if is_field or name.split(".")[0] == "vary" else ""

    # --- what a person does

    @Slot(object, str)
    def _take_base(self, spec: RunSpec, source: str) -> None:
        fields = {**self._written.fields, "base": source}
        self._written = replace(self._written, spec=spec, fields=fields)
        self.options.set_spec(spec)
        self._keep()

    @Slot()
    def _take_options(self) -> None:
        self._written = replace(self._written, options=self.options.written)
        self._keep()

    @Slot(object)
    def _take_name(self, changes: Mapping[str, Any]) -> None:
        self._take_fields({key.removeprefix(f"{SWEEP}."): value for key, value in changes.items()})

    @Slot(object)
    def _take_fields(self, changes: Mapping[str, Any]) -> None:
        self._written = replace(self._written, fields={**self._written.fields, **changes})
        self.search.show_meant(self._written.fields)
        self._keep()

    def _show_names(self) -> None:
        given = {f"{SWEEP}.{name}": self._written.fields[name] for name in _NAMES}
        self._names.show_values(Sweep(), given)

    def _keep(self) -> None:
        self._kept[self._key] = self._written
        self._read()

    def _read(self) -> None:
        try:
            self.drafted = Drafted(read_written(self._written))
        except SpecError as error:
            self.drafted = Drafted(None, error.problems)
        self.changed.emit()
