"""The frame: a rail of workspaces, the pages, a status bar. No logic; quick to import, as it comes first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.theme import ThemeKeeper, icon

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent, QPaintEvent

    from gui.status_bar import StatusBar
    from gui.widgets.banner import Banner

_RAIL_WIDTH = 84
_FOOT_HEIGHT = 30


class MainWindow(QMainWindow):
    """Pages are made when they are first shown."""

    painted = Signal()
    """The first paint is over: what takes time may begin."""
    closing = Signal(object)
    """The QCloseEvent, to be accepted or ignored by whoever knows what lives."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._was_painted = False
        self._after_paint = QTimer(self)
        self._after_paint.setSingleShot(True)
        self._after_paint.timeout.connect(self.painted)
        self._factories: dict[str, Callable[[], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._within: dict[str, str] = {}
        self.setWindowTitle("Paraloom")
        self.setObjectName("main-window")
        self._rail = QFrame(self)
        self._rail.setObjectName("rail")
        self._rail.setFixedWidth(_RAIL_WIDTH)
        self._rail_layout = QVBoxLayout(self._rail)
        self._rail_layout.setContentsMargins(8, 12, 8, 12)
        self._rail_layout.addStretch(1)
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget(self)
        self._banner: Banner | None = None
        self._foot = QFrame(self)
        self._foot.setObjectName("foot")
        self._foot.setFixedHeight(_FOOT_HEIGHT)
        self._status: StatusBar | None = None
        self._page = QVBoxLayout()
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.setSpacing(0)
        self._page.addWidget(self._stack, 1)
        sides = QHBoxLayout()
        sides.setSpacing(0)
        sides.addWidget(self._rail)
        sides.addLayout(self._page, 1)
        middle = QWidget(self)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(sides, 1)
        layout.addWidget(self._foot)
        self.setCentralWidget(middle)
        self._stack.setFocus()  # or the first button of the rail has it, and looks chosen
        self.resize(1280, 800)
        keeper.changed.connect(self._tint)
        self.painted.connect(self._tint_window)

    def add_page(self, key: str, word: str) -> None:
        """Add a workspace to the rail. Until `set_factory` its button does nothing.

        Args:
            key: Its name, and that of its icon.
            word: Under the icon.
        """
        number = len(self._buttons) + 1
        button = self._rail_button(key, word)
        button.setCheckable(True)
        button.clicked.connect(self._choose)
        self._group.addButton(button)
        self._buttons[key] = button
        self._rail_layout.insertWidget(number - 1, button)

    def set_factory(self, key: str, factory: Callable[[], QWidget]) -> None:
        """What makes a workspace of the rail when it is first shown; its button has keys from now on."""
        self._factories[key] = factory
        button = self._buttons[key]
        keys = f"Ctrl+{list(self._buttons).index(key) + 1}"
        button.setShortcut(keys)
        button.setToolTip(f"{button.text()} ({keys})")

    def add_inner_page(self, key: str, within: str, factory: Callable[[], QWidget]) -> None:
        """A page without a button of its own.

        Args:
            key: Its name.
            within: The workspace of the rail that it belongs to.
            factory: What makes it when it is first shown.
        """
        self._factories[key] = factory
        self._within[key] = within

    @property
    def banner(self) -> Banner:
        """Above all pages, made where it is not there yet; hidden until it has something to say."""
        if self._banner is None:
            from gui.widgets.banner import Banner

            self._banner = Banner(self)
            place = QVBoxLayout()  # takes no room while the banner is hidden
            place.setContentsMargins(22, 12, 22, 0)
            place.addWidget(self._banner)
            self._page.insertLayout(0, place)
        return self._banner

    @property
    def status(self) -> StatusBar:
        """The line at the foot, made where it is not there yet."""
        if self._status is None:
            from gui.status_bar import StatusBar

            self._status = StatusBar(self._keeper, self._foot)
            row = QHBoxLayout(self._foot)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(self._status)
        return self._status

    def add_rail_action(self, key: str, action: QAction) -> None:
        """Add a button at the foot of the rail."""
        button = self._rail_button(key, action.text())
        button.clicked.connect(action.trigger)
        self._buttons[key] = button
        self._rail_layout.addWidget(button)

    def _rail_button(self, key: str, word: str) -> QToolButton:
        button = QToolButton(self._rail)
        button.setObjectName(f"rail-{key}")
        button.setProperty("key", key)
        button.setText(word)
        button.setAccessibleName(word)
        button.setIcon(icon(key, self._keeper.theme.text))
        button.setIconSize(QSize(22, 22))
        button.setFixedSize(_RAIL_WIDTH - 17, 54)
        return button

    def page(self, key: str) -> QWidget:
        """A workspace, made where it is not there yet."""
        if key not in self._pages:
            self._pages[key] = self._factories[key]()
            self._stack.addWidget(self._pages[key])
        return self._pages[key]

    def has_page(self, key: str) -> bool:
        """Whether a workspace was made already."""
        return key in self._pages

    @property
    def shown(self) -> str:
        """The workspace that is shown; empty before the first."""
        return next((key for key, page in self._pages.items() if page is self._stack.currentWidget()), "")

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Show a workspace."""
        self._stack.setCurrentWidget(self.page(key))
        self._buttons[self._within.get(key, key)].setChecked(True)

    @Slot()
    def _choose(self) -> None:
        key = str(self.sender().property("key"))
        if key in self._factories:
            self.show_page(key)

    @Slot()
    def _tint(self) -> None:
        for key, button in self._buttons.items():
            button.setIcon(icon(key, self._keeper.theme.text))
        self._tint_window()

    @Slot()
    def _tint_window(self) -> None:
        self.setWindowIcon(icon("paraloom", self._keeper.theme.accent))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tells of the first."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self._after_paint.start(0)  # the paint is over then, that of the children too

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the eye does: pages make some of their parts late."""
        from gui.widgets.tab_order import go_on

        moved = go_on(self.centralWidget(), self.focusWidget(), forward=forward)
        return moved or super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks whoever knows what lives."""
        self.closing.emit(event)
