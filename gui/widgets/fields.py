"""Editors of single values, made from the type of a record's field."""

import types
from abc import abstractmethod
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from gui.engine_texts import translate_engine

KIND = "kind"
"""The field that says which record of a union it is; chosen elsewhere than among the others."""
_MOST_SPIN = 2**31 - 1
_TEXT_MARGINS = (6, 0, 6, 0)
"""A style sheet's padding does not reach the text of a spin box."""
_LABELS = {
    "at_once": "Runs at once",
    "batch_norm": "BatchNorm",
    "beta1": "Beta 1",
    "beta2": "Beta 2",
    "bucket_megabytes": "Bucket size, MiB",
    "checkpoint_every_steps": "Checkpoint every, steps",
    "clip_gradient_norm": "Clip gradients at norm",
    "cpu_offload": "CPU offload",
    "early_stop_evaluations": "Early stop, evaluations",
    "ema_decay": "EMA decay",
    "evaluate_every_epochs": "Evaluate every, epochs",
    "grad_accum_steps": "Accumulation steps",
    "hang_timeout_seconds": "Hang timeout, s",
    "hidden": "Hidden width",
    "integer": "Whole numbers",
    "max_epochs": "Epochs",
    "max_seconds": "Most seconds",
    "max_steps": "Most steps",
    "micro_batch_size": "Micro-batch size",
    "min_steps": "Not before, steps",
    "min_trials": "Against at least, trials",
    "non_finite_loss": "On NaN or infinity",
    "num_classes": "Classes",
    "num_test": "For testing",
    "num_train": "For training",
    "powersgd_rank": "PowerSGD rank",
    "powersgd_start_step": "PowerSGD from step",
    "reduction": "One goes on of",
    "size": "Size, px",
    "source": "Weights",
    "sync_batch_norm": "SyncBatchNorm",
    "warmup_steps": "Warm-up steps",
}
"""Fields that have a better name than their own words."""


class FieldEditor(QWidget):
    """One value a person can change."""

    value_changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Prepares the frame.

        Args:
            name: Dotted field of the spec; the name of the editing widget.
            parent: Its owner.
        """
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.editor: QWidget = self
        self._name = name

    def _use(self, editor: QWidget) -> None:
        self.editor = editor
        editor.setObjectName(self._name)
        self.setFocusProxy(editor)
        self._row.addWidget(editor)

    @Slot(bool)
    @Slot(int)
    def _emit(self, value: object) -> None:
        self.value_changed.emit(value)

    @abstractmethod
    def set_value(self, value: Any) -> None:
        """Show a value, without telling of it."""

    def set_problem(self, is_wrong: bool) -> None:
        """Mark it, or not."""
        if bool(self.editor.property("problem")) != is_wrong:
            self.editor.setProperty("problem", is_wrong)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)


class CalmSpinBox(QSpinBox):
    """Scrolling a page does not change what happens to lie under the mouse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(*_TEXT_MARGINS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves it to the page."""
        event.ignore()


class _CalmComboBox(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class FlagEditor(FieldEditor):
    """Yes or no."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._box = QCheckBox(self)
        self._use(self._box)
        self._box.toggled.connect(self._emit)

    def set_value(self, value: Any) -> None:
        """Show a value, without telling of it."""
        with QSignalBlocker(self._box):
            self._box.setChecked(bool(value))


class ChoiceEditor(FieldEditor):
    """One of a few words."""

    def __init__(
        self, name: str, choices: tuple[tuple[str, str], ...], parent: QWidget | None = None
    ) -> None:
        """Builds it.

        Args:
            name: Dotted field.
            choices: (value, text) each.
            parent: Its owner.
        """
        super().__init__(name, parent)
        self._box = _CalmComboBox(self)
        for value, text in choices:
            self._box.addItem(text, value)
        self._use(self._box)
        self._box.activated.connect(self._tell)

    @Slot()
    def _tell(self) -> None:
        self.value_changed.emit(self._box.currentData())

    def set_value(self, value: Any) -> None:
        """Show a value, without telling of it."""
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(self._box.findData(value))


class CountEditor(FieldEditor):
    """A whole number within bounds."""

    def __init__(self, name: str, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._box = CalmSpinBox(self)
        self._box.setRange(least, min(most, _MOST_SPIN))
        self._box.setKeyboardTracking(False)
        self._box.setGroupSeparatorShown(True)
        self._use(self._box)
        self._box.valueChanged.connect(self._emit)

    def set_value(self, value: Any) -> None:
        """Show a value, without telling of it."""
        if isinstance(value, int):
            with QSignalBlocker(self._box):
                self._box.setValue(value)


class TextEditor(FieldEditor):
    """Numbers with a fraction, lists, words, and values that may be left empty."""

    def __init__(self, name: str, *, kind: type, optional: bool, many: bool, parent: QWidget | None = None):
        """Builds it.

        Args:
            name: Dotted field.
            kind: What each word is read as.
            optional: Whether empty means none.
            many: Whether it is a list, with commas.
            parent: Its owner.
        """
        super().__init__(name, parent)
        self._kind, self._optional, self._many = kind, optional, many
        self._line = QLineEdit(self)
        if optional:
            self._line.setPlaceholderText(self.tr("none"))
        self._use(self._line)
        self._line.textEdited.connect(self._tell)

    @Slot(str)
    def _tell(self, text: str) -> None:
        self.value_changed.emit(self._read(text.strip()))

    def _read(self, text: str) -> Any:
        """The value, or the words where they make none: then the spec says what is wrong."""
        if self._optional and text.lower() in ("", "none"):
            return None
        if self._many:
            words = text.replace("，", ",").split(",")  # a Chinese keyboard has its own comma
            return [self._word(word.strip()) for word in words if word.strip()]
        return self._word(text)

    def _word(self, word: str) -> Any:
        try:
            return self._kind(word)
        except ValueError:
            return word

    def set_value(self, value: Any) -> None:
        """Show a value, without telling of it; what is being typed stays as it is."""
        if self._line.hasFocus() and self._read(self._line.text().strip()) == _plain(value):
            return
        self._line.setText(_as_text(value))
        if not self._line.hasFocus():
            self._line.setCursorPosition(0)  # of a long text the beginning is seen


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return ", ".join(_as_text(item) for item in value)
    if isinstance(value, float):
        short = f"{value:g}"
        return short if float(short) == value else repr(value)
    return str(value)


def label_of(name: str) -> str:
    """What a form calls a field: `training.max_epochs` is `Epochs`, `data.split_seed` is `Split seed`."""
    last = name.rpartition(".")[2]
    words = last.replace("_", " ")
    return _LABELS.get(last, words[:1].upper() + words[1:])


def build_editor(name: str, field: FieldInfo, parent: QWidget | None = None) -> FieldEditor:
    """The editor that fits a field's type.

    Args:
        name: Dotted field of the spec.
        field: The field, of a pydantic record.
        parent: Owner of the editor.

    Raises:
        TypeError: No editor fits such a type.
    """
    annotation, optional = _without_none(field.annotation)
    origin = get_origin(annotation)
    if origin is Literal:
        words = tuple((value, translate_engine(str(value))) for value in get_args(annotation))
        return ChoiceEditor(name, words, parent)
    if annotation is bool:
        return FlagEditor(name, parent)
    if origin is tuple:
        return TextEditor(name, kind=_bare(get_args(annotation)[0]), optional=False, many=True, parent=parent)
    if annotation is int and not optional:
        least, most = _bounds(field)
        return CountEditor(name, least, most, parent)
    if annotation in (int, float, str):
        return TextEditor(name, kind=annotation, optional=optional, many=False, parent=parent)
    raise TypeError(f"There is no editor for {name}: {field.annotation}.")


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [part for part in get_args(annotation) if part is not type(None)]
        if len(rest) == 1:
            return _bare(rest[0]), True
    return _bare(annotation), False


def _bounds(field: FieldInfo) -> tuple[int, int]:
    least, most = -_MOST_SPIN, _MOST_SPIN
    for bound in field.metadata:
        least = getattr(bound, "ge", least)
        most = getattr(bound, "le", most)
    return least, most
