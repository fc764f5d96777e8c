"""The command palette: every action, found by a few letters."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

_WIDTH, _HEIGHT = 480, 320
_KEYS = Qt.ItemDataRole.UserRole + 1
_KEYS_MARGIN = 10


def score(wanted: str, text: str) -> int | None:
    """How well a text fits letters that must come in that order; None where they do not. Less is better."""
    place, total = -1, 0
    for letter in wanted.lower().replace(" ", ""):
        found = text.lower().find(letter, place + 1)
        if found < 0:
            return None
        total += found - place - 1
        place = found
    return total


def keys_of(action: QAction) -> str:
    """The keys that do the same; empty for none. Keys of a button of the rail are the action's tool tip."""
    tip = action.toolTip()
    return action.shortcut().toString() or (tip if tip.startswith("Ctrl+") else "")


def actions_within(page: QWidget | None) -> Iterator[QAction]:
    """What can be done on a page besides: actions of its buttons and menus, as far as they are in sight."""
    for action in page.findChildren(QAction) if page is not None else ():
        is_choice = action.isCheckable() or action.isSeparator() or action.menu() is not None
        owner = _owner(action)
        if action.text() and not is_choice and owner is not None and owner.isVisible():
            yield action


def words_of(action: QAction) -> str:
    """What an action is called where its menu is not seen: `Export curves: CSV…`."""
    words = action.text().replace("&&", "&")
    menu = action.parent()
    title = menu.title() if isinstance(menu, QMenu) else ""
    return f"{title}: {words}" if title else words


def _owner(action: QAction) -> QWidget | None:
    """The widget that it belongs to; of a menu the one that opens it."""
    found = action.parent()
    while isinstance(found, QMenu) or not isinstance(found, QWidget | None):
        found = found.parent()
    return found


class _KeysDelegate(QStyledItemDelegate):
    """Writes the keys of an action at the right of its line."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(option.rect.adjusted(0, 0, -_KEYS_MARGIN, 0), side, index.data(_KEYS))


class CommandPalette(QDialog):
    """Opened with Ctrl+K; Enter does the first."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self._actions = tuple(actions)
        self._line = QLineEdit(self)
        self._line.setObjectName("palette-search")
        self._line.setPlaceholderText(self.tr("What do you want to do?"))
        self._line.textChanged.connect(self._fill)
        self._line.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(_KeysDelegate(self._list))
        self._list.itemActivated.connect(self._do)
        self._list.itemClicked.connect(self._do)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._line)
        layout.addWidget(self._list, 1)
        self._nothing = QLabel(self.tr("Nothing is called that: try fewer letters."), self)
        self._nothing.setProperty("role", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._nothing, 1)
        self.resize(_WIDTH, _HEIGHT)
        self._fill("")
        self._line.setFocus()  # a popup gives the keyboard to nobody by itself

    @property
    def found(self) -> tuple[str, ...]:
        """What is offered, the best first."""
        return tuple(self._list.item(row).text() for row in range(self._list.count()))

    @Slot(str)
    def _fill(self, wanted: str) -> None:
        self._list.clear()
        fitting = [
            (score(wanted, words_of(action)), action) for action in self._actions if action.isEnabled()
        ]
        for _, action in sorted(
            ((points, action) for points, action in fitting if points is not None), key=lambda pair: pair[0]
        ):
            item = QListWidgetItem(words_of(action), self._list)
            item.setData(Qt.ItemDataRole.UserRole, action)
            item.setData(_KEYS, keys_of(action))
            item.setToolTip(keys_of(action))  # for who has it read aloud
        self._list.setCurrentRow(0)
        self._list.setVisible(self._list.count() > 0)
        self._nothing.setVisible(self._list.count() == 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the words are typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                by = 1 if event.key() == Qt.Key.Key_Down else -1
                self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + by)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.currentItem():
                self._do(self._list.currentItem())
                return True
        return super().eventFilter(watched, event)

    @Slot(QListWidgetItem)
    def _do(self, item: QListWidgetItem) -> None:
        action: QAction = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        action.trigger()
