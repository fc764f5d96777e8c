"""What can be done with the runs that are chosen, once for buttons, menu and keys."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from gui.models.messages import RunRow
from gui.theme import ThemeKeeper, icon

_ICONS = {
    "open": "run",
    "compare": "compare",
    "resume": "resume",
    "elsewhere": "elsewhere",
    "clone": "clone",
    "stop": "stop",
    "up": "up",
    "down": "down",
    "reveal": "folder",
    "archive": "down",
    "unarchive": "up",
    "delete": "trash",
}
_ICON_ONLY = frozenset({"up", "down", "reveal", "delete"})
_MENU_ONLY = frozenset({"archive", "unarchive"})
_WHERE_POSSIBLE = frozenset({"up", "down", "unarchive"})
_SEPARATED = frozenset({"up", "reveal"})


def possible(rows: Sequence[RunRow], last_position: int) -> frozenset[str]:
    """Keys of what can be done with these runs together. Pure.

    Args:
        rows: The runs that are chosen.
        last_position: Queue position of the run that starts last; 0 where none waits.
    """
    if not rows:
        return frozenset()
    found = {"open"}
    if len(rows) > 1:
        found.add("compare")
    if len(rows) == 1:
        found |= {"clone", "reveal"}
        if rows[0].can_resume_elsewhere:
            found.add("elsewhere")
        position = rows[0].queue_position
        if position is not None and position > 1:
            found.add("up")
        if position is not None and position < last_position:
            found.add("down")
    if all(row.can_resume for row in rows):
        found.add("resume")
    if all(row.state.is_over for row in rows):
        found |= {"delete", "unarchive" if all(row.archived for row in rows) else "archive"}
    if not any(row.state.is_over for row in rows):
        found.add("stop")
    return frozenset(found)


class RunActions(QObject):
    """One QAction each, enabled where it can be done."""

    asked = Signal(str)
    """Key of what was asked for."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._actions: dict[str, QAction] = {}
        for key, word, tip in (
            ("open", self.tr("Open"), self.tr("Show the run (Enter)")),
            ("compare", self.tr("Compare"), self.tr("Lay the chosen runs over each other (C)")),
            ("resume", self.tr("Resume"), self.tr("Go on from the last checkpoint")),
            (
                "elsewhere",
                self.tr("Resume elsewhere…"),
                self.tr("Go on with other devices, another strategy or a higher limit"),
            ),
            ("clone", self.tr("Clone"), self.tr("Compose a new run from this one's spec")),
            ("stop", self.tr("Stop"), self.tr("Save a checkpoint, then end")),
            ("up", self.tr("Earlier in the queue"), self.tr("Start earlier")),
            ("down", self.tr("Later in the queue"), self.tr("Start later")),
            ("reveal", self.tr("Reveal folder"), self.tr("Show the run's folder")),
            ("archive", self.tr("Archive"), self.tr("Put away: listed only with is:archived")),
            ("unarchive", self.tr("Take out of the archive"), self.tr("List it again")),
            ("delete", self.tr("Move to trash"), self.tr("Move to the trash in the runs folder (Del)")),
        ):
            action = QAction(word, self)
            action.setObjectName(f"runs-{key}")
            action.setData(key)
            action.setToolTip(tip)
            action.triggered.connect(self._ask)
            self._actions[key] = action
        self._bind("open", Qt.Key.Key_Return, Qt.Key.Key_Enter)
        self._bind("compare", QKeySequence("C"))
        self._bind("delete", QKeySequence.StandardKey.Delete)
        self.allow(frozenset())
        self._tint()
        keeper.changed.connect(self._tint)

    def _bind(self, key: str, *keys: Qt.Key | QKeySequence | QKeySequence.StandardKey) -> None:
        action = self._actions[key]
        action.setShortcuts([QKeySequence(one) for one in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def action(self, key: str) -> QAction:
        """One of them."""
        return self._actions[key]

    def allow(self, keys: frozenset[str]) -> None:
        """Enable these, disable the others."""
        for key, action in self._actions.items():
            action.setEnabled(key in keys)

    def make_bar(self, parent: QWidget) -> QWidget:
        """Buttons in a row."""
        bar = QWidget(parent)
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for key, action in self._actions.items():
            if key in _MENU_ONLY:
                continue
            button = QToolButton(bar)
            button.setObjectName(f"runs-button-{key}")
            button.setDefaultAction(action)
            button.setAccessibleName(action.text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            is_bare = key in _ICON_ONLY
            style = Qt.ToolButtonStyle
            button.setToolButtonStyle(style.ToolButtonIconOnly if is_bare else style.ToolButtonTextBesideIcon)
            if key in _SEPARATED:
                row.addSpacing(8)
            row.addWidget(button)
        return bar

    def make_menu(self, parent: QWidget) -> QMenu:
        """The same as a menu; the queue only where the run waits."""
        menu = QMenu(parent)
        for key, action in self._actions.items():
            if key in _WHERE_POSSIBLE and not action.isEnabled():
                continue
            if key in _SEPARATED:
                menu.addSeparator()
            menu.addAction(action)
        return menu

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(str(self.sender().data()))  # type: ignore[attr-defined]

    @Slot()
    def _tint(self) -> None:
        for key, action in self._actions.items():
            action.setIcon(icon(_ICONS[key], self._keeper.theme.text))
