"""The options that a sweep varies, one under the other, and a menu of those that can be added."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from engine.lab.sweep.written import WrittenOption
from engine.spec.run import RunSpec
from gui.engine_texts import translate_engine
from gui.models.sweep_draft import first_option, help_of, options_to_vary
from gui.views.lab.option_editor import OptionEditor
from gui.widgets.fields import label_of


class OptionList(QWidget):
    """Changes of options are told; what they become is said by whoever owns it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = RunSpec()
        self._editors: list[OptionEditor] = []
        self._place = QWidget(self)
        """Never seen: where the options stand among all that is reached by Tab."""
        self._place.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place.hide()
        self._problem = QLabel(self)
        self._problem.setProperty("role", "problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._add = QPushButton(self.tr("Add an option"), self)
        self._add.setObjectName("sweep-option-add")
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu.triggered.connect(self._add_chosen)
        self._add.setMenu(self._menu)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(8)
        foot = QHBoxLayout()
        foot.addWidget(self._add)
        foot.addWidget(self._problem, 1)
        self._column.addLayout(foot)
        self._column.addStretch(1)

    @property
    def written(self) -> tuple[WrittenOption, ...]:
        """All options as they are written now."""
        return tuple(editor.written for editor in self._editors)

    def show_options(self, options: Sequence[WrittenOption], spec: RunSpec) -> None:
        """Show these, without telling of it.

        Args:
            options: As they are written.
            spec: What is varied.
        """
        for editor in tuple(self._editors):
            self._drop(editor)
        self._spec = spec
        for option in options:
            self._append(option)

    def set_spec(self, spec: RunSpec) -> None:
        """The same options of another spec."""
        self._spec = spec
        for editor in self._editors:
            editor.set_spec(spec)

    def add(self, option: WrittenOption) -> None:
        """One more, which a person goes on with."""
        self._append(option).begin()
        self.changed.emit()

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Show what is wrong.

        Args:
            sentences: Place of an option (`vary.0`), or a bound of it (`vary.0.low`), to what is wrong
                with it; of all of them under `vary`.
        """
        self._problem.setText(sentences.get("vary", ""))
        self._problem.setVisible("vary" in sentences)
        for number, editor in enumerate(self._editors):
            place = f"vary.{number}"
            found = {
                name.removeprefix(place).removeprefix("."): words
                for name, words in sentences.items()
                if name == place or name.startswith(f"{place}.")
            }
            editor.show_problems(found)

    def _append(self, option: WrittenOption) -> OptionEditor:
        editor = OptionEditor(option, self._spec, self)
        editor.changed.connect(self.changed)
        editor.removed.connect(self._remove)
        self._column.insertWidget(len(self._editors), editor)
        self._editors.append(editor)
        for before, after in pairwise((self._place, *self._editors, self._add)):
            QWidget.setTabOrder(before, after)  # by Tab, too, the button comes last
        return editor

    def _drop(self, editor: OptionEditor) -> None:
        self._editors.remove(editor)
        self._column.removeWidget(editor)
        editor.hide()
        editor.deleteLater()

    @Slot()
    def _remove(self) -> None:
        editor = self.sender()
        assert isinstance(editor, OptionEditor)
        self._drop(editor)
        self.changed.emit()

    @Slot()
    def _fill_menu(self) -> None:
        """Part by part, what is not varied yet; any other field can be named."""
        for old in self._menu.findChildren(QMenu):
            old.deleteLater()
        self._menu.clear()
        taken = {option.key for option in self.written}
        parts: dict[str, QMenu] = {}
        for key in options_to_vary(self._spec, self.written):
            part, _, rest = key.partition(".")
            if key not in taken:
                if part not in parts:
                    parts[part] = self._menu.addMenu(translate_engine(label_of(part)))
                    parts[part].setToolTipsVisible(True)
                self._offer(parts[part], key, rest)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Another field …")).setData("")

    def _offer(self, menu: QMenu, key: str, rest: str) -> None:
        words = [translate_engine(label_of(name)) for name in rest.split(".")]
        action = menu.addAction(" · ".join(words))
        action.setData(key)
        action.setToolTip(translate_engine(help_of(self._spec, key)) or key)

    @Slot(QAction)
    def _add_chosen(self, action: QAction) -> None:
        key = str(action.data())
        self.add(first_option(self._spec, key) if key else WrittenOption(""))
