"""One option that is varied: which field of the spec, and over which values."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.lab.sweep.record import Range
from engine.lab.sweep.written import WrittenOption, value_in, write_values
from engine.record.query import Completion, Suggestion
from engine.spec.run import RunSpec
from gui.engine_texts import translate_engine
from gui.models.sweep_draft import all_options, first_bounds, fixed_choices, help_of
from gui.widgets.completer import LineCompleter
from gui.widgets.fields import label_of
from gui.widgets.form import RecordForm

_BOUNDS = "range"
_MOST_OFFERED = 12
_COLUMNS = 3


class OptionEditor(QFrame):
    """A field, then a line of values or the two ends of a range; its problem beneath."""

    changed = Signal()
    removed = Signal()

    def __init__(self, option: WrittenOption, spec: RunSpec, parent: QWidget | None = None) -> None:
        """Shows an option.

        Args:
            option: As it is written.
            spec: What is varied.
            parent: Its owner.
        """
        super().__init__(parent)
        self.setObjectName("sweep-option")
        self._spec = spec
        self._bounds = dict(option.bounds or {})
        self._lay_out(option)
        self._choices.menu().triggered.connect(self._choose)
        self._show_values(option)
        self._show_facts()

    def _lay_out(self, option: WrittenOption) -> None:
        self._key = QLineEdit(option.key, self)
        self._key.setObjectName("sweep-option-key")
        self._key.setAccessibleName(self.tr("Which option"))
        self._key.setPlaceholderText(self.tr("A field of the spec"))
        LineCompleter(self._key, _find_options)
        self._key.textChanged.connect(self._take_key)
        self.setFocusProxy(self._key)
        self.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus
        )  # else its place among all that Tab reaches is not set
        self._over = QComboBox(self)
        self._over.setObjectName("sweep-option-over")
        self._over.setAccessibleName(self.tr("Values or a range"))
        self._over.addItem(self.tr("values"), False)
        self._over.addItem(self.tr("from … to"), True)
        self._over.setCurrentIndex(int(option.bounds is not None))
        self._over.currentIndexChanged.connect(self._take_over)
        remove = QToolButton(self)
        remove.setText("✕")
        remove.setObjectName("sweep-option-remove")
        remove.setAccessibleName(self.tr("Take this option out"))
        remove.setToolTip(remove.accessibleName())
        remove.clicked.connect(self.removed)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._key, 1)
        head.addWidget(self._over)
        head.addWidget(remove)
        self._facts = QLabel(self)
        self._facts.setProperty("role", "muted")
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._range = RecordForm(Range, _BOUNDS, parent=self, columns=_COLUMNS)
        self._range.changed.connect(self._take_bounds)
        self._problem = QLabel(self)
        self._problem.setObjectName("sweep-option-problem")
        self._problem.setProperty("role", "problem")
        self._problem.setWordWrap(True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(self._make_values())
        column.addWidget(self._range)
        column.addWidget(self._problem)

    def _make_values(self) -> QWidget:
        self._line = QWidget(self)
        self._values = QLineEdit(self._line)
        self._values.setObjectName("sweep-option-values")
        self._values.setAccessibleName(self.tr("Values"))
        self._values.setPlaceholderText(self.tr("Values, with commas between them"))
        self._values.textChanged.connect(self.changed)
        self._choices = QToolButton(self._line)
        self._choices.setObjectName("sweep-option-choices")
        self._choices.setText(self.tr("Choose …"))
        self._choices.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._choices.setMenu(QMenu(self._choices))
        self._choices.menu().aboutToShow.connect(self._tick)
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._values, 1)
        row.addWidget(self._choices)
        return self._line

    # --- what is written

    @property
    def written(self) -> WrittenOption:
        """The option as it is written now."""
        bounds = self._bounds if self._over.currentData() else None
        return WrittenOption(self._key.text().strip(), self._values.text(), bounds)

    def set_spec(self, spec: RunSpec) -> None:
        """Another spec is varied: what it has in this field is another value."""
        self._spec = spec
        self._show_facts()

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Show what is wrong.

        Args:
            sentences: Bound of the range to what is wrong with it; of the option as a whole under "".
        """
        is_range = bool(self._over.currentData())
        self._range.show_problems({f"{_BOUNDS}.{bound}": words for bound, words in sentences.items()})
        words = sentences.get("", "")
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        if not is_range and bool(self._values.property("problem")) != bool(words):
            self._values.setProperty("problem", bool(words))
            self._values.style().unpolish(self._values)
            self._values.style().polish(self._values)

    def begin(self) -> None:
        """Put the focus where a person goes on: in the field's name, or in its values."""
        if not self._key.text():
            self._key.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._over.currentData():
            self._values.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._range.focus_field(f"{_BOUNDS}.low")

    # --- what a person does

    @Slot()
    def _take_key(self) -> None:
        self._show_facts()
        self.changed.emit()

    @Slot()
    def _take_over(self) -> None:
        if self._over.currentData() and not self._bounds:
            self._bounds = first_bounds(self._spec, self._key.text().strip())
        self._show_values(self.written)
        self.changed.emit()

    @Slot(object)
    def _take_bounds(self, changes: Mapping[str, object]) -> None:
        self._bounds |= {key.removeprefix(f"{_BOUNDS}."): value for key, value in changes.items()}
        self.changed.emit()

    @Slot()
    def _tick(self) -> None:
        """The menu has a tick at every value that stands in the line."""
        chosen = self._words()
        self._choices.menu().clear()
        for word in fixed_choices(self._spec, self._key.text().strip()):
            action = self._choices.menu().addAction(translate_engine(word))
            action.setData(word)
            action.setCheckable(True)
            action.setChecked(word in chosen)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        """Put a value into the line, or take it out."""
        word, chosen = str(action.data()), self._words()
        kept = [one for one in chosen if one != word]
        self._values.setText(write_values(kept if word in chosen else [*chosen, word]))

    def _words(self) -> list[str]:
        text = self._values.text().replace("，", ",")  # a Chinese keyboard has its own comma
        return [word.strip() for word in text.split(",") if word.strip()]

    # --- what is shown

    def _show_values(self, option: WrittenOption) -> None:
        is_range = option.bounds is not None
        with QSignalBlocker(self._values):
            self._values.setText(option.values)
        self._range.show_values(
            Range(low=0.0, high=1.0), {f"{_BOUNDS}.{key}": value for key, value in self._bounds.items()}
        )
        self._range.setVisible(is_range)
        self._line.setVisible(not is_range)

    def _show_facts(self) -> None:
        """What the field is called, and what the spec has in it."""
        key = self._key.text().strip()
        value, words = value_in(self._spec, key), []
        tip = translate_engine(help_of(self._spec, key)) if key else ""
        if tip:
            words.append(translate_engine(label_of(key)))
        if value is not None and not hasattr(value, "model_fields"):
            words.append(self.tr("now {}").format(write_values((value,))))
        self._facts.setText(" · ".join(words))
        self._facts.setVisible(bool(words))
        for line in (self._key, self._values):
            line.setToolTip(tip)
            line.setWhatsThis(tip)
        self._choices.setVisible(bool(fixed_choices(self._spec, key)))


def _find_options(text: str, cursor: int) -> Completion:
    """Fields of the spec that have all words of what is typed in their names."""
    wanted = text[:cursor].lower().split(".")
    found = [key for key in all_options() if all(part in key for part in wanted)]
    if text in found:
        return Completion(0, 0, ())
    offered = tuple(Suggestion(key, label_of(key)) for key in found[:_MOST_OFFERED])
    return Completion(0, len(text), offered)
