"""How the plots of a run are shown: one row of options."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from gui.plots.shared_axis import AXES


class PlotOptions(QWidget):
    """What lies along the plots, smoothing, scale; show all, analyse, export."""

    axis_chosen = Signal(str)
    smoothing_chosen = Signal(float)
    """Weight of the past, from 0 to below 1."""
    log_chosen = Signal(bool)
    outliers_ignored = Signal(bool)
    all_asked = Signal()
    analysis_asked = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = {
            "step": self.tr("by step"),
            "epoch": self.tr("by epoch"),
            "relative": self.tr("by time"),
            "wall": self.tr("by clock"),
        }
        self._axis = QComboBox(self)
        self._axis.setObjectName("plot-axis")
        self._axis.setAccessibleName(self.tr("Horizontal axis"))
        for by in AXES:
            self._axis.addItem(words[by], by)
        self._axis.currentIndexChanged.connect(self._choose_axis)
        self._smoothing = QSlider(Qt.Orientation.Horizontal, self)
        self._smoothing.setObjectName("plot-smoothing")
        self._smoothing.setAccessibleName(self.tr("Smoothing"))
        self._smoothing.setRange(0, 99)
        self._smoothing.setFixedWidth(72)
        self._smoothing.valueChanged.connect(self._choose_smoothing)
        self._weight = QLabel("0", self)
        self._weight.setFixedWidth(28)
        self._log = QCheckBox(self.tr("Log loss"), self)
        self._log.setObjectName("plot-log")
        self._log.toggled.connect(self.log_chosen)
        self._outliers = QCheckBox(self.tr("Ignore outliers"), self)
        self._outliers.setObjectName("plot-outliers")
        self._outliers.toggled.connect(self.outliers_ignored)
        self._lay_out()

    def _lay_out(self) -> None:
        everything = QPushButton(self.tr("Show all"), self)
        everything.setObjectName("plot-follow")
        everything.setToolTip(
            self.tr("Show everything and go on with the newest; a double click does so too.")
        )
        everything.clicked.connect(self.all_asked)
        analyse = QPushButton(self.tr("Analyse…"), self)
        analyse.setObjectName("plot-analyse")
        analyse.setToolTip(
            self.tr("Opens a window with mean, deviation and slope of a region, spectrum and derivative.")
        )
        analyse.clicked.connect(self.analysis_asked)
        save = QPushButton(self.tr("Export…"), self)
        save.setObjectName("plot-export")
        save.clicked.connect(self.export_asked)
        caption = QLabel(self.tr("Smoothing"), self)
        for label in (caption, self._weight):
            label.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._axis, caption, self._smoothing, self._weight, self._log, self._outliers):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(everything)
        row.addWidget(analyse)
        row.addWidget(save)

    @Slot()
    def _choose_axis(self) -> None:
        self.axis_chosen.emit(self._axis.currentData())

    @Slot(int)
    def _choose_smoothing(self, value: int) -> None:
        self._weight.setText(f"{value / 100:g}")
        self.smoothing_chosen.emit(value / 100)
