"""What of the runs is compared, and how it is drawn: one row of options."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.models.alignment import Align
from gui.models.grouping import Spread
from gui.plots.smoothers import Smoother, Smoothing
from gui.views.compare.choices import option_entries, refill
from gui.widgets.fields import CalmSpinBox

_FIRST_WIDTH, _MOST_WIDTH = 21, 9999
_METRIC_PIXELS, _GROUP_PIXELS = 150, 150


class CompareOptions(QWidget):
    """Metric, axis, smoothing, scales, grouping."""

    metric_chosen = Signal()
    smoothing_chosen = Signal()
    scales_chosen = Signal()
    grouping_chosen = Signal()
    all_asked = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._metric = self._box("compare-metric", self.tr("Metric"), ())
        self._align = self._box(
            "compare-axis",
            self.tr("Horizontal axis"),
            (
                (self.tr("by step"), Align.STEP),
                (self.tr("by epoch"), Align.EPOCH),
                (self.tr("by time"), Align.RELATIVE),
                (self.tr("by clock"), Align.WALL),
                (self.tr("by samples"), Align.SAMPLES),
            ),
        )
        self._smoother = self._box(
            "compare-smoother",
            self.tr("Smoothing"),
            (
                (self.tr("not smoothed"), Smoother.NONE),
                (self.tr("moving average"), Smoother.AVERAGE),
                (self.tr("median"), Smoother.MEDIAN),
                (self.tr("Savitzky–Golay"), Smoother.POLYNOMIAL),
            ),
        )
        self._width = CalmSpinBox(self)
        self._width.setObjectName("compare-width")
        self._width.setAccessibleName(self.tr("Values that are smoothed together"))
        self._width.setToolTip(self.tr("Values that are smoothed together"))
        self._width.setRange(3, _MOST_WIDTH)
        self._width.setValue(_FIRST_WIDTH)
        self._width.setFixedWidth(60)
        self._width.setEnabled(False)
        self._log, self._log_places = QCheckBox(self.tr("log ↑"), self), QCheckBox(self.tr("log →"), self)
        self._log.setObjectName("compare-log")
        self._log.setToolTip(self.tr("Logarithmic values"))
        self._log_places.setObjectName("compare-log-places")
        self._log_places.setToolTip(self.tr("Logarithmic horizontal axis"))
        self._group = self._box("compare-group", self.tr("Group by"), ())
        self._spread = self._box(
            "compare-spread",
            self.tr("What the band shows"),
            (
                (self.tr("± std"), Spread.DEVIATION),
                (self.tr("min–max"), Spread.EXTREMES),
                (self.tr("95 %"), Spread.CONFIDENCE),
            ),
        )
        self._spread.setEnabled(False)
        self._lay_out()
        self._connect()

    def _box(self, name: str, words: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setToolTip(words)
        for text, key in choices:
            box.addItem(text, key)
        return box

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._metric.setMinimumWidth(_METRIC_PIXELS)
        self._group.setFixedWidth(_GROUP_PIXELS)
        for widget in (self._metric, self._align, self._smoother, self._width):
            row.addWidget(widget)
        row.addWidget(self._log)
        row.addWidget(self._log_places)
        caption = QLabel(self.tr("Group by"), self)
        caption.setProperty("role", "muted")
        row.addWidget(caption)
        row.addWidget(self._group)
        row.addWidget(self._spread)
        row.addStretch(1)
        everything = QPushButton(self.tr("Show all"), self)
        everything.setObjectName("compare-all")
        everything.clicked.connect(self.all_asked)
        save = QPushButton(self.tr("Export…"), self)
        save.setObjectName("compare-export")
        save.clicked.connect(self.export_asked)
        row.addWidget(everything)
        row.addWidget(save)

    def _connect(self) -> None:
        self._metric.currentIndexChanged.connect(self.metric_chosen)
        self._smoother.currentIndexChanged.connect(self._smooth)
        self._width.editingFinished.connect(self._smooth)
        self._align.currentIndexChanged.connect(self.scales_chosen)
        self._log.toggled.connect(self.scales_chosen)
        self._log_places.toggled.connect(self.scales_chosen)
        self._group.currentIndexChanged.connect(self._regroup)
        self._spread.currentIndexChanged.connect(self.grouping_chosen)

    @property
    def series(self) -> str:
        """`train/loss` and the like."""
        return str(self._metric.currentData() or "train/loss")

    @property
    def align(self) -> Align:
        """What lies along the plot."""
        return Align(self._align.currentData())

    @property
    def smoothing(self) -> Smoothing:
        """How curves are smoothed."""
        return Smoothing(Smoother(self._smoother.currentData()), self._width.value())

    @property
    def log(self) -> bool:
        """Whether values are logarithmic."""
        return self._log.isChecked()

    @property
    def log_places(self) -> bool:
        """Whether the horizontal axis is; a clock cannot be."""
        return self._log_places.isChecked() and self.align is not Align.WALL

    @property
    def group(self) -> str:
        """The option by which runs are grouped; empty: they are not."""
        return str(self._group.currentData() or "")

    @property
    def spread(self) -> Spread:
        """What the band around a mean shows."""
        return Spread(self._spread.currentData())

    def offer(self, metrics: Sequence[str], options: Sequence[str]) -> None:
        """What there is to choose from; what is chosen stays where it is still there."""
        refill(self._metric, [(metric, metric) for metric in metrics])
        refill(self._group, [(self.tr("nothing"), ""), *option_entries(options)])

    @Slot()
    def _smooth(self) -> None:
        self._width.setEnabled(self._smoother.currentData() != Smoother.NONE)
        self.smoothing_chosen.emit()

    @Slot()
    def _regroup(self) -> None:
        self._spread.setEnabled(bool(self.group))
        self.grouping_chosen.emit()
