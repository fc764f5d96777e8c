"""A study that races or has raced: its figures, live."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.lab.study.events import StudyState
from gui.engine_texts import translate_engine
from gui.models.study_messages import StudyReportWanted, StudyUpdate
from gui.plots.export import save_png
from gui.plots.share_bars import ShareBars
from gui.plots.speedup_chart import SpeedupChart
from gui.theme import ThemeKeeper
from gui.views.lab.candidates_table import CandidatesTable
from gui.views.lab.choices import preset_title
from gui.views.lab.headline import Headline
from gui.views.lab.present import Presentation
from gui.views.lab.verdict_card import VerdictCard
from gui.widgets.banner import Banner
from gui.widgets.card import Card
from gui.widgets.scrolled import scrolled

_ENDINGS = {"html": "html", "markdown": "md", "csv": "csv", "svg": "svg", "png": "png"}


class RacePage(QWidget):
    """Headline, speed-up, candidates, where the time goes, verdict."""

    left = Signal()
    """Back to what can be raced."""
    stop_requested = Signal(object)
    """The path of the study."""
    report_requested = Signal(object)
    """A StudyReportWanted."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._update: StudyUpdate | None = None
        self._is_stopping = False
        self.presentation: Presentation | None = None
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._subtitle = QLabel(self)
        self._subtitle.setProperty("role", "muted")
        self._banner = Banner(self, closable=False)
        self._headline = Headline(self)
        self.chart = SpeedupChart(keeper, self)
        self.table = CandidatesTable(self)
        self.bars = ShareBars(keeper, self)
        self._verdict = VerdictCard(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 12)
        column.setSpacing(12)
        column.addLayout(self._lay_out_head())
        column.addWidget(self._banner)
        column.addWidget(self._headline)
        column.addLayout(self._lay_out_cards(), 1)

    def _lay_out_head(self) -> QHBoxLayout:
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        self._back = self._button("lab-back", self.tr("All studies"), self.left)
        self._report = QPushButton(self.tr("Report"), self)
        self._report.setObjectName("lab-report")
        self._report.setMenu(self._make_report_menu())
        self._present = self._button("lab-present-button", self.tr("Present"), self.present)
        self._stop = self._button("lab-stop", self.tr("Stop the race"), self._ask_to_stop)
        self._stop.setToolTip(self.tr("The run that is under way is ended; what was measured stays."))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(names, 1)
        for button in (self._back, self._report, self._present, self._stop):
            row.addWidget(button)
        return row

    def _button(self, name: str, text: str, slot: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def _make_report_menu(self) -> QMenu:
        menu = QMenu(self)
        for form, words in (
            ("html", self.tr("Web page (HTML) …")),
            ("markdown", self.tr("Markdown …")),
            ("csv", self.tr("Table (CSV) …")),
            ("svg", self.tr("Drawings (SVG) …")),
            ("png", self.tr("Picture of this page (PNG) …")),
        ):
            action = menu.addAction(words)
            action.setData(form)
        menu.triggered.connect(self._ask_report)
        return menu

    def _lay_out_cards(self) -> QGridLayout:
        translate = QCoreApplication.translate
        speedup = Card(translate("RacePage", "Speed-up"), self)
        speedup.body.addWidget(self.chart, 1)
        candidates = Card(translate("RacePage", "Candidates"), self)
        candidates.body.addWidget(self.table, 1)
        time = Card(translate("RacePage", "Where a step goes"), self)
        time.body.addWidget(scrolled(self.bars, self), 1)
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.addWidget(speedup, 0, 0)
        grid.addWidget(candidates, 0, 1)
        grid.addWidget(time, 1, 0)
        grid.addWidget(self._verdict, 1, 1)
        for place, stretch in ((0, 4), (1, 6)):
            grid.setColumnStretch(place, stretch)
        for place, stretch in ((0, 6), (1, 5)):
            grid.setRowStretch(place, stretch)
        return grid

    @property
    def path(self) -> Path | None:
        """The folder of the study that is shown."""
        return self._update.path if self._update else None

    def forget(self) -> None:
        """Show it anew the next time."""
        self._update = None

    def show_update(self, update: StudyUpdate) -> None:
        """What the study has found so far."""
        if self._update is None or self._update.path != update.path:
            self._is_stopping = False
        self._update = update
        result = update.result
        self._title.setText(preset_title(result.name))
        protocol = self.tr("{0} steps a run after {1} of warm-up").format(
            result.measured_steps, result.warmup_steps
        )
        parts = (
            translate_engine(result.comparison).rstrip(".。"),
            protocol,
            translate_engine(result.machine),
        )
        self._subtitle.setText(" · ".join(parts))
        self._headline.show_update(update)
        self.chart.show_result(result)
        self.table.show_result(result)
        self.bars.show_rows(result.candidates)
        self._verdict.show_result(result)
        self._show_stop()
        self._show_problem(update)
        if self.presentation is not None:
            self.presentation.show_update(update)

    def _show_problem(self, update: StudyUpdate) -> None:
        """What stands in the way of a result, where something does."""
        failed = [row for row in update.result.candidates if row.state == "failed"]
        if update.state in (StudyState.FAILED, StudyState.INTERRUPTED):
            mend = self.tr("What was measured stays; start the study again for the rest.")
            self._banner.tell(translate_engine(update.result.sentence), mend)
        elif failed:
            first = failed[0]
            words = self.tr("{0} failed: {1}").format(first.name, translate_engine(first.reason))
            self._banner.tell(words, translate_engine(first.mend), severity="warning")
        else:
            self._banner.hide()

    def _show_stop(self) -> None:
        assert self._update is not None
        is_over = self._update.state.is_over
        self._stop.setVisible(not is_over)
        self._stop.setEnabled(not self._is_stopping)
        self._stop.setText(self.tr("Stopping…") if self._is_stopping else self.tr("Stop the race"))

    @Slot()
    def _ask_to_stop(self) -> None:
        if self._update is not None:
            self._is_stopping = True
            self._show_stop()
            self.stop_requested.emit(self._update.path)

    def hear_trouble(self, path: Path | None) -> None:
        """It could not be stopped: it may be asked again."""
        if self._update is not None and path == self._update.path and self._is_stopping:
            self._is_stopping = False
            self._show_stop()

    @Slot()
    def present(self) -> None:
        """The whole screen, for an audience."""
        if self._update is None or self.presentation is not None:
            return
        self.presentation = Presentation(self._keeper, self)
        self.presentation.destroyed.connect(self._forget_presentation)
        self.presentation.show_update(self._update)
        self.presentation.showFullScreen()

    @Slot()
    def _forget_presentation(self) -> None:
        self.presentation = None

    @Slot(object)
    def _ask_report(self, action: object) -> None:
        from PySide6.QtGui import QAction

        assert isinstance(action, QAction) and self._update is not None
        form = str(action.data())
        ending = _ENDINGS[form]
        title = self.tr("Where to keep the report")
        name, _ = QFileDialog.getSaveFileName(
            self, title, f"{self._update.path.name}.{ending}", f"*.{ending}"
        )
        if name:
            self.save_report(form, Path(name))

    def save_report(self, form: str, target: Path) -> None:
        """A report of what is shown: the picture is painted here, a document is asked for."""
        if self._update is None:
            return
        if form != "png":
            self.report_requested.emit(StudyReportWanted(self._update.path, form, target))
            return
        try:
            save_png(self, target)
        except OSError as error:
            self._banner.tell(self.tr("The picture could not be kept: {}").format(error))
