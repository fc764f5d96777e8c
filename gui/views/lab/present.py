"""A study for an audience: the speed-up, its chart and the verdict, on the whole screen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.engine_texts import translate_engine
from gui.models.study_messages import StudyUpdate
from gui.plots.speedup_chart import SpeedupChart
from gui.theme import ThemeKeeper
from gui.views.lab.choices import preset_title
from gui.views.lab.headline import best_speedup
from gui.views.lab.words import under_way_words

_MARGIN = 40
_WIDTH, _HEIGHT = 1280, 800
"""Of a window in which type has the sizes given here; it grows and shrinks with the window."""
_SIZES = {"title": 26, "comparison": 17, "number": 96, "of": 24, "verdict": 24}
_BOLD = ("title", "number")
_CHART_SCALE = 1.6


class Presentation(QWidget):
    """Large type and nothing else; Escape leaves."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("lab-present")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Speed-up"))
        self._labels = {name: self._label(name) for name in _SIZES}
        self._labels["verdict"].setWordWrap(True)
        self._chart = SpeedupChart(keeper, self)
        numbers = QVBoxLayout()
        numbers.addStretch(1)
        numbers.addWidget(self._labels["number"])
        numbers.addWidget(self._labels["of"])
        numbers.addStretch(2)
        middle = QHBoxLayout()
        middle.setSpacing(_MARGIN)
        middle.addWidget(self._chart, 1)
        middle.addLayout(numbers)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(14)
        column.addWidget(self._labels["title"])
        column.addWidget(self._labels["comparison"])
        column.addLayout(middle, 1)
        column.addWidget(self._labels["verdict"])

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"lab-present-{name}")
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Type is as large as the screen allows."""
        super().resizeEvent(event)
        scale = min(self.width() / _WIDTH, self.height() / _HEIGHT)
        for name, label in self._labels.items():
            weight = 700 if name in _BOLD else 400
            label.setStyleSheet(f"font-size: {round(_SIZES[name] * scale)}px; font-weight: {weight};")
        self._chart.set_scale(_CHART_SCALE * scale)

    @property
    def chart(self) -> SpeedupChart:
        """The chart."""
        return self._chart

    def show_update(self, update: StudyUpdate) -> None:
        """What is known now; it grows while the study races."""
        result = update.result
        self._labels["title"].setText(preset_title(result.name))
        self._labels["comparison"].setText(
            f"{translate_engine(result.comparison)}  {under_way_words(update)}"
        )
        self._chart.show_result(result)
        name, _, speedup, efficiency = best_speedup(result)
        self._labels["number"].setText("" if speedup is None else f"{speedup:.2f} ×")
        if efficiency is not None:
            ideal = self.tr("{} of ideal").format(f"{efficiency:.0%}")
            self._labels["of"].setText(f"{name}\n{ideal}")
        self._labels["verdict"].setText(translate_engine(result.verdict.sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
