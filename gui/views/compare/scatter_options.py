"""Over which two axes runs are laid as points, and by what they are coloured."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.models.run_axis import AxisChoices
from gui.views.compare.choices import axis_entries, make_box, option_entries, refill

_AXIS_PIXELS, _GROUP_PIXELS = 210, 150


class ScatterOptions(QWidget):
    """Two axes, their scales, colours."""

    axes_chosen = Signal()
    """Another axis: its scale is to be what suits it."""
    changed = Signal()
    """A scale or the colours."""
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._x = make_box("scatter-x", self.tr("Horizontal axis"), self)
        self._y = make_box("scatter-y", self.tr("Vertical axis"), self)
        self._group = make_box("scatter-group", self.tr("Colour by"), self)
        self._log_x, self._log_y = QCheckBox(self.tr("log →"), self), QCheckBox(self.tr("log ↑"), self)
        self._log_x.setObjectName("scatter-log-x")
        self._log_x.setToolTip(self.tr("Logarithmic horizontal axis"))
        self._log_y.setObjectName("scatter-log-y")
        self._log_y.setToolTip(self.tr("Logarithmic values"))
        self._x.setFixedWidth(_AXIS_PIXELS)
        self._y.setFixedWidth(_AXIS_PIXELS)
        self._group.setFixedWidth(_GROUP_PIXELS)
        save = QPushButton(self.tr("Export…"), self)
        save.setObjectName("scatter-export")
        save.clicked.connect(self.export_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self._y, self._log_y, self._caption(self.tr("over")), self._x, self._log_x):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._caption(self.tr("Colour by")))
        row.addWidget(self._group)
        row.addStretch(1)
        row.addWidget(save)
        self._x.currentIndexChanged.connect(self._choose_axes)
        self._y.currentIndexChanged.connect(self._choose_axes)
        self._group.currentIndexChanged.connect(self.changed)
        self._log_x.toggled.connect(self.changed)
        self._log_y.toggled.connect(self.changed)

    def _caption(self, words: str) -> QLabel:
        caption = QLabel(words, self)
        caption.setProperty("role", "muted")
        return caption

    @property
    def x_name(self) -> str:
        """The option, metric or figure along the plot; empty where there is none."""
        return str(self._x.currentData() or "")

    @property
    def y_name(self) -> str:
        """The metric or figure up the plot."""
        return str(self._y.currentData() or "")

    @property
    def log_x(self) -> bool:
        """Whether the horizontal axis goes by powers."""
        return self._log_x.isChecked()

    @property
    def log_y(self) -> bool:
        """Whether the vertical one does."""
        return self._log_y.isChecked()

    @property
    def group(self) -> str:
        """The option by which points are coloured; empty: by run."""
        return str(self._group.currentData() or "")

    def offer(self, choices: AxisChoices) -> None:
        """What there is to choose from."""
        refill(self._x, axis_entries(choices))
        refill(self._y, axis_entries(choices, with_options=False))
        refill(self._group, [(self.tr("run"), ""), *option_entries(choices.options)])

    def set_logs(self, *, x: bool, y: bool) -> None:
        """Scales that suit the axes, silently."""
        for box, is_log in ((self._log_x, x), (self._log_y, y)):
            box.blockSignals(True)
            box.setChecked(is_log)
            box.blockSignals(False)

    @Slot()
    def _choose_axes(self) -> None:
        self.axes_chosen.emit()
