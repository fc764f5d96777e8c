"""What is chosen: devices, then strategy, model, data and training, or a script; scrolled."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from engine.errors import Problem
from gui.models.spec_draft import SpecDraft
from gui.theme import ThemeKeeper
from gui.views.compose.devices_card import DevicesCard
from gui.views.compose.parts import PartsForms
from gui.views.compose.script_card import ScriptCard
from gui.views.compose.strategy_card import StrategyCard

_MARGIN = 48
"""Above what is brought into view: the head of its card is seen, too."""


class LeftSide(QScrollArea):
    """The cards, and how a field of theirs comes into view."""

    clicked = Signal(object)
    """Changes of the spec that each are an edit of their own: dotted field to value."""
    typed = Signal(object)
    """Changes that come while a person types."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose-left")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = content = QWidget(self)
        self.devices = DevicesCard(keeper, content)
        self.script = ScriptCard(content)
        self.strategy = StrategyCard(keeper, content)
        self.parts = PartsForms(keeper, content)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._cards = (self.devices, self.script, self.strategy, self.parts)
        for part in self._cards:
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(content)
        self._opened: QWidget | None = None
        self._scrolling = QTimer(self)
        self._scrolling.setSingleShot(True)
        self._scrolling.timeout.connect(self._scroll)
        self.devices.changed.connect(self.clicked)
        self.strategy.changed.connect(self.clicked)
        self.parts.switched.connect(self.clicked)
        self.parts.changed.connect(self.typed)
        self.script.changed.connect(self.typed)
        for opener in (self.strategy, self.parts):
            opener.unfolded.connect(self.bring_into_view)

    def show_draft(self, draft: SpecDraft) -> None:
        """The script, or what Paraloom trains itself."""
        is_script = draft.spec.script is not None
        self.script.show_draft(draft)
        if not is_script:
            self.strategy.show_draft(draft)
            self.parts.show_draft(draft)
        for part in (self.strategy, self.parts):
            part.setVisible(not is_script)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What does not fit, beneath the fields."""
        for part in self._cards:
            part.show_problems(problems)

    def focus_field(self, name: str) -> bool:
        """Put the focus in a field and bring it into view; False where there is no such field."""
        found = any(part.focus_field(name) for part in self._cards)
        focused = self.window().focusWidget()
        if focused is not None and self._content.isAncestorOf(focused):
            self.ensureWidgetVisible(focused)
        return found

    @Slot(QWidget)
    def bring_into_view(self, opened: QWidget) -> None:
        """Scroll to what has just been opened, once it has its place."""
        self._opened = opened
        self._scrolling.start(0)

    @Slot()
    def _scroll(self) -> None:
        """Its end, and where not all of it fits, its beginning."""
        opened = self._opened
        if opened is None or not opened.isVisible():
            return
        top = opened.mapTo(self._content, QPoint(0, 0)).y()
        self.ensureVisible(0, top + opened.height(), 0, 16)
        self.ensureVisible(0, max(0, top - _MARGIN), 0, 0)
