"""The logs of a run: of its launcher and of each rank, by level, with search."""

import re
from collections import deque

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from engine.plan.records import Placement
from gui.i18n import listed
from gui.models.messages import LogText
from gui.theme import ThemeKeeper

_MOST_LINES = 20_000
_ERROR = re.compile(
    r"\b(ERROR|CRITICAL|FATAL)\b|Traceback \(most recent|^\w*(\.\w+)*(Error|Exception)\b", re.IGNORECASE
)
_WARNING = re.compile(r"\bWARN(ING)?\b|Warning:", re.IGNORECASE)
_TRACE = re.compile(r"^(\s{2,}|Traceback)")
LEVELS = ("all", "warning", "error")


def level_of(line: str, before: str = "info") -> str:
    """`error`, `warning` or `info`; the lines of a traceback, which are indented, are errors.

    Args:
        line: The line.
        before: Level of the line before it.
    """
    if _ERROR.search(line):
        return "error"
    if _WARNING.search(line):
        return "warning"
    return before if before != "info" and _TRACE.match(line) else "info"


class LogPage(QWidget):
    """Shows the log of one rank, or of the launcher, as it grows."""

    wanted = Signal(str)
    """The log that is looked at, `launcher` or `rank-0`; empty for none."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._lines: deque[tuple[str, str]] = deque(maxlen=_MOST_LINES)
        self._source = QComboBox(self)
        self._source.setObjectName("log-source")
        self._source.setAccessibleName(self.tr("Whose log"))
        self._level = QComboBox(self)
        self._level.setObjectName("log-level")
        self._level.setAccessibleName(self.tr("Level"))
        words = (self.tr("all lines"), self.tr("warnings and errors"), self.tr("errors"))
        for level, word in zip(LEVELS, words, strict=True):
            self._level.addItem(word, level)
        self._search = QLineEdit(self)
        self._search.setObjectName("log-search")
        self._search.setPlaceholderText(self.tr("Search (Enter: next)"))
        self._search.setClearButtonEnabled(True)
        self._count = QLabel(self)
        self._count.setProperty("role", "muted")
        self._count.hide()
        self._follow = QCheckBox(self.tr("follow"), self)
        self._follow.setChecked(True)
        self._follow.setToolTip(self.tr("Stay at the end as the log grows."))
        self._text = QPlainTextEdit(self)
        self._text.setObjectName("log-text")
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setMaximumBlockCount(_MOST_LINES)
        self._text.setAccessibleName(self.tr("Log"))
        self._text.setPlaceholderText(self.tr("Nothing was printed here, or nothing of this level."))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._source)
        first.addWidget(self._level)
        first.addStretch(1)
        first.addWidget(self._follow)
        second.addWidget(self._search, 1)
        second.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addWidget(self._text, 1)

    def _connect(self) -> None:
        self._source.currentIndexChanged.connect(self._want)
        self._level.currentIndexChanged.connect(self._show_all)
        self._search.textChanged.connect(self._mark)
        self._search.returnPressed.connect(self._find_next)
        self._follow.toggled.connect(self._go_to_end)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self._search.setFocus)
        self._keeper.changed.connect(self._show_all)

    def show_plan(self, plan: Placement) -> None:
        """Which ranks there are."""
        names = [f"rank-{each.rank}" for each in plan.ranks] + ["launcher"]
        if [self._source.itemData(index) for index in range(self._source.count())] == names:
            return
        self._source.clear()
        for each in plan.ranks:
            devices = listed(plan.device(name).label for name in each.device_ids)
            self._source.addItem(self.tr("rank {} · {}").format(each.rank, devices), f"rank-{each.rank}")
        self._source.addItem(self.tr("launcher"), "launcher")

    def choose(self, name: str) -> None:
        """Look at that log."""
        self._source.setCurrentIndex(max(0, self._source.findData(name)))

    @property
    def shown_text(self) -> str:
        """What is shown now."""
        return self._text.toPlainText()

    def take(self, log: LogText) -> None:
        """New lines of the log that is looked at."""
        if log.name != self._source.currentData():
            return
        if log.restarted:
            self._lines.clear()
            self._text.clear()
        before = self._lines[-1][1] if self._lines else "info"
        new = []
        for line in log.text.splitlines():
            before = level_of(line, before)
            new.append((line, before))
        self._lines.extend(new)
        self._append(new)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the log."""
        super().showEvent(event)
        self._want()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self.wanted.emit("")

    @Slot()
    def _want(self) -> None:
        if self.isVisible() and self._source.currentData():
            self._lines.clear()
            self._text.clear()
            self.wanted.emit(self._source.currentData())

    @Slot()
    def _show_all(self) -> None:
        self._text.clear()
        self._append(list(self._lines))

    def _append(self, lines: list[tuple[str, str]]) -> None:
        level = self._level.currentData()
        chosen = [each for each in lines if level == "all" or each[1] == "error" or each[1] == level]
        cursor = QTextCursor(self._text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for line, kind in chosen:
            if not self._text.document().isEmpty():
                cursor.insertBlock()
            cursor.insertText(line, self._format(kind))
        cursor.endEditBlock()
        self._mark()
        self._go_to_end()

    def _format(self, level: str) -> QTextCharFormat:
        theme = self._keeper.theme
        found = QTextCharFormat()
        found.setForeground(QColor({"error": theme.bad, "warning": theme.warn}.get(level, theme.text)))
        return found

    @Slot()
    def _go_to_end(self) -> None:
        if self._follow.isChecked():
            bar = self._text.verticalScrollBar()
            bar.setValue(bar.maximum())

    @Slot()
    def _mark(self) -> None:
        """How often the words occur."""
        words = self._search.text()
        self._count.setVisible(bool(words))
        num = self._text.toPlainText().lower().count(words.lower())
        self._count.setText(self.tr("%n found", "", num))

    @Slot()
    def _find_next(self) -> None:
        words = self._search.text()
        self._follow.setChecked(False)
        if words and not self._text.find(words):
            self._text.moveCursor(QTextCursor.MoveOperation.Start)
            self._text.find(words)
