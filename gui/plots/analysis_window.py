"""A window beside the others in which curves are analysed: a plot with a region, and its figures."""

from datetime import datetime

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.plots.analysis import AnalysisPlot
from gui.plots.figure_words import figure_words
from gui.plots.frame import Extent
from gui.plots.region import CopiedPlot, figures_between
from gui.plots.region_table import CURVE, RegionTable
from gui.theme import ThemeKeeper
from gui.widgets.card import Card
from gui.widgets.help_key import add_help_key

_SIZE = (980, 660)
_ROW_HEIGHT = 26
_MOST_ROWS = 8
_NAME_WIDTH = 190


class AnalysisWindow(QDialog):
    """Shows copies: what comes later is taken when a person asks for it. It ends when it is closed."""

    refresh_asked = Signal()

    def __init__(self, keeper: ThemeKeeper, name: str, parent: QWidget | None = None) -> None:
        """Builds it, empty.

        Args:
            keeper: The theme.
            name: Of the run, for the title.
            parent: Its owner.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("analysis")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Curves of {}").format(name))
        self.resize(*_SIZE)
        self._keeper, self._by = keeper, ""
        self._plots: tuple[CopiedPlot, ...] = ()
        self._table = RegionTable(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(self._head())
        layout.addWidget(self._make_plot(), 1)
        layout.addWidget(self._make_table())
        self.setTabOrder(self._chosen, self._plot)
        self.setTabOrder(self._plot, self._view)
        add_help_key(self)
        for keys, slot in ((QKeySequence("Ctrl+W"), self.close), (QKeySequence.StandardKey.Copy, self._copy)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        keeper.changed.connect(self._dress)

    def _head(self) -> QHBoxLayout:
        self._chosen = QComboBox(self)
        self._chosen.setObjectName("analysis-plot-choice")
        self._chosen.setAccessibleName(self.tr("Plot"))
        self._chosen.setWhatsThis(self.tr("Which plot is analysed: those of the run that have points."))
        self._chosen.setMinimumWidth(170)
        self._chosen.currentIndexChanged.connect(self._show_chosen)
        self._line = QLabel(self)
        self._line.setObjectName("analysis-line")
        self._line.setProperty("role", "muted")
        row = QHBoxLayout()
        row.addWidget(self._chosen)
        row.addWidget(self._line, 1)
        for name, words, tip, slot in (
            (
                "analysis-copy",
                self.tr("Copy figures"),
                self.tr("Copies the table as text (Ctrl+C)"),
                self._copy,
            ),
            ("analysis-refresh", self.tr("Refresh"), self.tr("Takes the points that came since"), self._ask),
        ):
            button = QPushButton(words, self)
            button.setObjectName(name)
            button.setToolTip(tip)
            button.setWhatsThis(tip)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    def _make_plot(self) -> Card:
        card = Card("", self)
        self._plot = AnalysisPlot(self._keeper.theme, card)
        self._plot.setObjectName("analysis-plot")
        self._plot.setAccessibleName(self.tr("Curves, with a region"))
        self._plot.setWhatsThis(
            self.tr(
                "Drag the region or its edges; the table below tells of the points in it. Left and right "
                "move it, with Shift its right edge. The wheel zooms, a right click offers logarithms, "
                "spectrum, derivative, average and export."
            )
        )
        self._plot.region_changed.connect(self._tell)
        card.body.addWidget(self._plot)
        return card

    def _make_table(self) -> QTableView:
        self._view = view = QTableView(self)
        view.setObjectName("analysis-figures")
        view.setAccessibleName(self.tr("Figures of the region"))
        view.setWhatsThis(
            self.tr(
                "Of the points of each curve in the region, gaps left out: the standard deviation is that of "
                "these values, the slope that of the straight line that fits them best (least squares)."
            )
        )
        view.setModel(self._table)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().setVisible(False)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(CURVE, QHeaderView.ResizeMode.Interactive)
        view.setColumnWidth(CURVE, _NAME_WIDTH)
        return view

    def show_plots(self, plots: tuple[CopiedPlot, ...], by: str) -> None:
        """Other points; plot and region stay where they still mean something.

        Args:
            plots: Those that have points.
            by: What they lie along, see SharedAxis.
        """
        is_new = by != self._by or not self._plots
        self._plots = plots
        if by != self._by:
            self._by = by
            self._plot.set_axis(self._axis_words(), clock=by == "wall")
        before = self._chosen.currentText()
        self._chosen.blockSignals(True)
        self._chosen.clear()
        self._chosen.addItems([plot.title for plot in plots])
        self._chosen.setCurrentIndex(max(0, self._chosen.findText(before)) if plots else -1)
        self._chosen.setEnabled(bool(plots))
        self._chosen.blockSignals(False)
        self._show_chosen()
        if is_new and plots:
            self._plot.set_between(_middle(plots[self._chosen.currentIndex()].extent))

    @Slot()
    def _show_chosen(self) -> None:
        chosen = self._plots[self._chosen.currentIndex()] if self._plots else CopiedPlot("", "", ())
        self._table.set_curves(chosen.curves, self._by)
        self._plot.show_curves(chosen.curves, chosen.unit.strip())
        rows = min(_MOST_ROWS, max(1, len(chosen.curves)))
        head = self._view.horizontalHeader().sizeHint().height()
        self._view.setFixedHeight(head + rows * _ROW_HEIGHT + 2 * self._view.frameWidth() + 4)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        """The figures of the region where it is now."""
        between = self._plot.between
        curves = self._plots[self._chosen.currentIndex()].curves if self._plots else ()
        self._table.set_figures([figures_between(each.places, each.values, between) for each in curves])
        if self._plots:
            words = {
                "step": self.tr("In the region: step {0} to {1}"),
                "epoch": self.tr("In the region: epoch {0} to {1}"),
                "relative": self.tr("In the region: {0} s to {1} s"),
                "wall": self.tr("In the region: {0} to {1}"),
            }
            edges = [self._place_words(edge, between) for edge in between]
            line = words[self._by].format(*edges)
            if self._plot.shows_spectrum and not all(np.isfinite(each.values).all() for each in curves):
                line = self.tr("{}. A curve with gaps has no spectrum.").format(line)
            self._line.setText(line)
        else:
            self._line.setText(self.tr("No plot has points yet; Refresh takes what has come."))

    def _place_words(self, place: float, between: Extent) -> str:
        if self._by == "wall":
            return datetime.fromtimestamp(place).strftime("%H:%M:%S")
        words = figure_words(place, (between[1] - between[0]) / 100)
        return words.rstrip("0").rstrip(".") if "." in words and "e" not in words else words

    def _axis_words(self) -> str:
        words = {
            "step": self.tr("Step"),
            "epoch": self.tr("Epoch"),
            "relative": self.tr("Seconds since the start"),
            "wall": self.tr("Clock"),
        }
        return words[self._by]

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._table.as_text())

    @Slot()
    def _ask(self) -> None:
        self.refresh_asked.emit()

    @Slot()
    def _dress(self) -> None:
        self._plot.dress(self._keeper.theme)


def _middle(extent: Extent) -> Extent:
    """The second and third quarter: its edges are in view."""
    low, high = extent
    quarter = (high - low) / 4 or 0.5
    return low + quarter, high - quarter
