"""The head of Compose: the run's name, presets, and Start, which is never dead."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.spec import RunSpec
from gui.engine_texts import translate_engine
from gui.i18n import listed
from gui.models.messages import RunRow, RunTable
from gui.models.spec_draft import Forecast, SpecDraft
from gui.theme import ThemeKeeper, icon
from gui.views.compose.presets_menu import PresetsMenu
from gui.views.compose.words import sentence_of, short_run_name


class ComposeHeader(QWidget):
    """Title, a line that tells what Start will do, and the buttons."""

    start_clicked = Signal()
    name_edited = Signal(str)
    undo_clicked = Signal()
    redo_clicked = Signal()

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose-header")
        self._keeper = keeper
        self._is_blocked = True
        self._forecast: Forecast | None = None
        self._runs: Mapping[str, RunRow] = {}
        self.menu = PresetsMenu(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(self._words(), 1)
        self._name = QLineEdit(self)
        self._name.setObjectName("name")
        self._name.setAccessibleName(self.tr("Name of the run"))
        help_text = translate_engine(RunSpec.help_of("name"))
        self._name.setToolTip(help_text)
        self._name.setWhatsThis(help_text)
        self._name.setPlaceholderText(self.tr("Name of the run"))
        self._name.setFixedWidth(168)
        self._name.textEdited.connect(self.name_edited)
        row.addWidget(self._name)
        self._undo = self._button("compose-undo", "undo", self.tr("Undo"), "Ctrl+Z")
        self._undo.clicked.connect(self.undo_clicked)
        self._redo = self._button("compose-redo", "redo", self.tr("Redo"), "Ctrl+Shift+Z")
        self._redo.clicked.connect(self.redo_clicked)
        self._presets = QPushButton(self.tr("Presets…"), self)
        self._presets.setObjectName("compose-presets")
        self._presets.setAccessibleName(self.tr("Presets and files"))
        self._presets.setMenu(self.menu)
        self._start = QPushButton(self.tr("Start"), self)
        self._start.setObjectName("compose-start")
        self._start.setProperty("role", "primary")
        self._start.clicked.connect(self.start_clicked)
        for button in (self._undo, self._redo, self._presets, self._start):
            row.addWidget(button)
        keeper.changed.connect(self._tint)
        self._tint()

    def _words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        title = QLabel(self.tr("Compose"), self)
        title.setProperty("role", "title")
        self._line = _Line(self)
        self._line.setObjectName("compose-line")
        self._line.setProperty("role", "muted")
        column.addWidget(title)
        column.addWidget(self._line)
        return column

    def _button(self, object_name: str, picture: str, words: str, keys: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(object_name)
        button.setProperty("picture", picture)
        button.setAccessibleName(words)
        button.setToolTip(f"{words} ({keys})")
        button.setAutoRaise(True)
        button.setFixedSize(30, 30)
        return button

    def show_draft(self, draft: SpecDraft) -> None:
        """The name, and whether there is something to undo or redo."""
        if self._name.text() != draft.spec.name and "name" not in draft.rejected:
            with QSignalBlocker(self._name):
                self._name.setText(draft.spec.name)
        self._undo.setEnabled(draft.can_undo)
        self._redo.setEnabled(draft.can_redo)

    def set_runs(self, table: RunTable) -> None:
        """All runs, so that a queued run can say how far those are that it waits for."""
        self._runs = {row.name: row for row in table.rows}
        self.show_forecast(self._forecast)

    def show_forecast(self, forecast: Forecast | None) -> None:
        """What Start would do.

        Args:
            forecast: What the draft would become; None where the devices are not known yet.
        """
        self._forecast = forecast
        waits_for = listed(map(self._run_words, forecast.waits_for if forecast else ()))
        resumes = forecast.resumes if forecast else None
        if waits_for:
            word = self.tr("Queue  Ctrl+R")
        else:
            word = self.tr("Resume  Ctrl+R") if resumes else self.tr("Start  Ctrl+R")
        self._start.setText(word)
        blocked = forecast is None or not forecast.can_start
        if forecast is None:
            text, role = self.tr("Looking for devices. Nothing runs until you press Start."), "muted"
        elif forecast.is_pending:
            text, role = self.tr("It can start as soon as data and model are read."), "muted"
        elif blocked:
            text, role = self.tr("It cannot start yet: {}").format(_first_sentence(forecast)), "problem"
        elif waits_for:
            text, role = self.tr("It will wait for {}.").format(waits_for), "muted"
        elif resumes is not None:
            text, role = self.tr("The run goes on like this. Nothing runs until you press Resume."), "muted"
        else:
            text, role = (
                self.tr("What to train, on what, and how it is spread. Nothing runs until you press Start."),
                "muted",
            )
        self._line.set_text(text)
        self._start.setToolTip(text)
        self._start.setWhatsThis(text)
        self._start.setAccessibleDescription(text)
        _set_role(self._line, role)
        _set_role(self._start, "" if blocked else "primary")
        self._is_blocked = blocked
        self._tint()

    def _run_words(self, name: str) -> str:
        row = self._runs.get(name)
        if row is None or row.step is None or not row.total_steps:
            return short_run_name(name)
        return self.tr("{} ({} % done)").format(short_run_name(name), int(100 * row.step / row.total_steps))

    def focus_name(self) -> None:
        """Put the focus where the run's name is edited."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _tint(self) -> None:
        theme = self._keeper.theme
        for button in (self._undo, self._redo):
            button.setIcon(icon(button.property("picture"), theme.muted))
        self._start.setIcon(icon("play", theme.muted if self._is_blocked else theme.accent_text))


class _Line(QLabel):
    """A line that ends in dots where there is no room; the rest is in its tool tip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        self._text = text
        self.setToolTip(text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other dots."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width()))
        self.setAccessibleName(self._text)


def _first_sentence(forecast: Forecast) -> str:
    return sentence_of(forecast.errors[0], forecast.marked) if forecast.errors else ""


def _set_role(widget: QWidget, role: str) -> None:
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
