"""Which axes runs are laid over, how their lines are coloured, and what is done with the brushed ones."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from gui.models.run_axis import AxisChoices
from gui.views.compare.axes_menu import AxesMenu
from gui.views.compare.choices import axis_entries, make_box, option_entries, refill

RUN, VALUE = "", "*"
"""Keys of the two first ways to colour; all others are options."""
_METRIC_PIXELS, _COLOUR_PIXELS = 210, 170


class ParallelOptions(QWidget):
    """Axes, result, colours; then the brushed runs."""

    axis_toggled = Signal(str, bool)
    result_chosen = Signal()
    colours_chosen = Signal()
    keep_asked = Signal()
    """Choose the runs within the brushes."""
    clear_asked = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = AxesMenu(self)
        self._menu.changed.connect(self.axis_toggled)
        axes = QToolButton(self)
        axes.setObjectName("parallel-axes")
        axes.setText(self.tr("Axes"))
        axes.setToolTip(
            self.tr(
                "Choose axes. Drag a title to move its axis, double-click it for powers of ten; "
                "drag along an axis to restrict runs."
            )
        )
        axes.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        axes.setMenu(self._menu)
        self._result = make_box("parallel-result", self.tr("Result"), self)
        self._result.setFixedWidth(_METRIC_PIXELS)
        self._colour = make_box("parallel-colour", self.tr("Colour by"), self)
        self._colour.setFixedWidth(_COLOUR_PIXELS)
        self._keep = self._button("parallel-keep", self.tr("Choose these runs"), self.keep_asked)
        self._keep.setToolTip(self.tr("Choose the runs within all brushes"))
        self._clear = self._button("parallel-clear", self.tr("Clear brushes"), self.clear_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(axes)
        row.addWidget(self._caption(self.tr("Result")))
        row.addWidget(self._result)
        row.addSpacing(8)
        row.addWidget(self._caption(self.tr("Colour by")))
        row.addWidget(self._colour)
        row.addStretch(1)
        row.addWidget(self._keep)
        row.addWidget(self._clear)
        row.addWidget(self._button("parallel-export", self.tr("Export…"), self.export_asked))
        self._result.currentIndexChanged.connect(self.result_chosen)
        self._colour.currentIndexChanged.connect(self.colours_chosen)
        self.allow(brushed=False)

    def _caption(self, words: str) -> QLabel:
        caption = QLabel(words, self)
        caption.setProperty("role", "muted")
        return caption

    def _button(self, name: str, words: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.clicked.connect(signal)
        return button

    @property
    def result(self) -> str:
        """The metric or figure that is judged; empty where there is none."""
        return str(self._result.currentData() or "")

    @property
    def colour(self) -> str:
        """`RUN`, `VALUE` (of the last axis) or an option."""
        return str(self._colour.currentData() or RUN)

    def allow(self, *, brushed: bool) -> None:
        """What can be done with brushes, where there are any."""
        self._keep.setEnabled(brushed)
        self._clear.setEnabled(brushed)

    def offer(self, choices: AxisChoices) -> None:
        """What there is to choose from."""
        refill(self._result, axis_entries(choices, with_options=False))
        ways = [(self.tr("value of the last axis"), VALUE), (self.tr("run"), RUN)]
        refill(self._colour, [*ways, *option_entries(choices.options)])

    def show_axes(self, choices: AxisChoices, shown: tuple[str, ...]) -> None:
        """Check marks at the axes of now."""
        self._menu.offer(choices, shown)
