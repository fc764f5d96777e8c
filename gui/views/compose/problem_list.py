"""Everything that is wrong or worth knowing, each a click away from its field."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from engine.errors import Problem, Severity
from gui.engine_texts import translate_engine
from gui.theme import Theme, ThemeKeeper
from gui.views.compose.words import words_of

_DOT = 8


def severity_colour(severity: Severity, theme: Theme) -> str:
    """The colour of a problem."""
    return {Severity.ERROR: theme.bad, Severity.WARNING: theme.warn, Severity.NOTE: theme.good}[severity]


class _Dot(QWidget):
    """A dot in the colour of a severity."""

    def __init__(self, severity: Severity, keeper: ThemeKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._severity, self._keeper = severity, keeper
        self.setFixedSize(QSize(_DOT, 18))
        keeper.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Level with the first line of the sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(severity_colour(self._severity, self._keeper.theme)))
        painter.drawEllipse(QRectF(0, 5, _DOT, _DOT))
        painter.end()


class ProblemRow(QFrame):
    """One problem; activated by click, space or enter."""

    activated = Signal(object)
    """The problem."""
    fix_requested = Signal(object)
    """Changes of the spec that mend it."""

    def __init__(
        self, problem: Problem, words: str, keeper: ThemeKeeper, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.problem = problem
        self.setObjectName(f"problem-{problem.field or 'run'}")
        self.setAccessibleName(words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        layout.addWidget(_Dot(problem.severity, keeper, self), 0, Qt.AlignmentFlag.AlignTop)
        self._label = QLabel(words, self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout.addWidget(self._label, 1)
        if problem.field:
            self.setProperty("linked", True)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(self.tr("Go to its field: {}").format(problem.field))
        if problem.fix is not None:
            layout.addWidget(
                self._fix_button(translate_engine(problem.fix.label)), 0, Qt.AlignmentFlag.AlignTop
            )

    def _fix_button(self, label: str) -> QPushButton:
        button = QPushButton(label, self)
        button.setObjectName("fix")
        button.setAccessibleName(self.tr("Fix: {}").format(label))
        button.clicked.connect(self._fix)
        return button

    @Slot()
    def _fix(self) -> None:
        if self.problem.fix is not None:
            self.fix_requested.emit(self.problem.fix.changes)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes to the field."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.activated.emit(self.problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """So do space and enter."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.problem)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Under the mouse it looks like a link."""
        self._underline(bool(self.problem.field))
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """And no more."""
        self._underline(False)
        super().leaveEvent(event)

    def _underline(self, underlined: bool) -> None:
        font = self._label.font()
        font.setUnderline(underlined)
        self._label.setFont(font)


class ProblemList(QWidget):
    """The problems of a draft, the gravest first."""

    activated = Signal(object)
    """The problem that was clicked."""
    fix_requested = Signal(object)
    """Changes of the spec that mend one."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._problems: tuple[Problem, ...] = ()
        self.setObjectName("problems")
        self.setAccessibleName(self.tr("Problems"))
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is shown."""
        return self._problems

    def show_problems(self, problems: Sequence[Problem], marked: Collection[str] = ()) -> None:
        """Show these and no others; `marked` are the fields whose value does not fit."""
        if tuple(problems) == self._problems:
            return
        self._problems = tuple(problems)
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for problem in self._problems:
            row = ProblemRow(problem, words_of(problem, marked), self._keeper, self)
            row.activated.connect(self.activated)
            row.fix_requested.connect(self.fix_requested)
            self._rows.addWidget(row)
