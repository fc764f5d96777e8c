"""The menu of what can be an axis: options that differ, results, and every other figure."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from gui.models.run_axis import AxisChoices
from gui.views.compare.choices import Choice, option_entries


class AxesMenu(QMenu):
    """A check mark at each axis that is shown."""

    changed = Signal(str, bool)
    """Name of an axis, and whether it is to be shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("parallel-axes-menu")
        self._more = QMenu(self.tr("More figures"), self)

    def offer(self, choices: AxisChoices, shown: tuple[str, ...]) -> None:
        """What there is, and what of it is shown."""
        self.clear()
        self._more.clear()
        self._add(self, option_entries(choices.options), shown)
        self.addSeparator()
        self._add(self, [(name, name) for name in choices.results], shown)
        self._add(self._more, [(name, name) for name in choices.figures], shown)
        self.addMenu(self._more)

    def _add(self, menu: QMenu, entries: list[Choice], shown: tuple[str, ...]) -> None:
        for words, name in entries:
            action = menu.addAction(words.replace("&", "&&"))
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name in shown)
            action.triggered.connect(self._tell)

    @Slot(bool)
    def _tell(self, checked: bool) -> None:
        self.changed.emit(str(self.sender().data()), checked)  # type: ignore[attr-defined]
