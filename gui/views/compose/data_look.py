"""What the data are: their sizes, some samples and the classes, and the way to a closer look."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from engine.data import data_for
from engine.data.preview import Preview
from engine.plan.records import DataFacts
from engine.spec import RunSpec
from engine.survey.records import Survey
from gui.engine_texts import translate_engine
from gui.theme import ThemeKeeper
from gui.views.compose.data_dialog import DataDialog
from gui.views.compose.sample_strip import ClassBars, SampleStrip
from gui.views.compose.words import reading_words


class DataLook(QWidget):
    """A line, a strip of samples and bars; and a button for the corner of the card."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._preview: Preview | None = None
        self._dialog: DataDialog | None = None
        self.button = QPushButton(self.tr("Look at the data…"), self)
        self.button.setObjectName("look-at-data")
        self.button.setProperty("role", "link")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        words = self.tr("Some samples with their class, and how many samples each class has.")
        self.button.setToolTip(words)
        self.button.setWhatsThis(words)
        self.button.clicked.connect(self._open)
        self._line = QLabel(self)
        self._line.setObjectName("data-line")
        self._line.setProperty("role", "muted")
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setWordWrap(True)
        self._strip = SampleStrip(keeper, self)
        self._bars = ClassBars(keeper, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self._line, self._strip, self._bars):
            layout.addWidget(part)
        self.show_survey(RunSpec(), Survey())

    def show_survey(self, spec: RunSpec, survey: Survey) -> None:
        """What is known of a spec's data; while it is read, that it is."""
        preview = survey.samples.preview if survey.samples else None
        self._line.setText(self._words(spec, survey))
        self.setVisible(bool(self._line.text()))
        self.button.setEnabled(preview is not None)
        if preview is None or preview != self._preview:
            self._preview = preview
            self._strip.show_samples(preview.samples if preview else ())
            self._bars.show_counts(preview.class_counts if preview else ())
        if self._dialog is not None and preview is not None:
            self._dialog.show_preview(preview)

    def _words(self, spec: RunSpec, survey: Survey) -> str:
        if survey.data is None:
            if survey.reading is not None:
                return reading_words(survey.reading)
            return self.tr("The data are being read…") if data_for(spec).paths(spec) else ""
        if survey.data.sizes is None:
            return ""  # what is wrong stands beside its field
        words = self._size_words(survey.data.sizes)
        if survey.samples is None and survey.reading is not None:
            return f"{words}\n{reading_words(survey.reading)}"
        problem = survey.samples.problem if survey.samples else None
        if problem is not None:
            words += f"\n{translate_engine(problem.sentence)} {translate_engine(problem.mend)}"
        return words

    def _size_words(self, sizes: DataFacts) -> str:
        shape = "×".join(map(str, sizes.input_shape))
        if sizes.input_kind == "tokens":
            classes = self.tr("%n different token(s)", "", sizes.num_classes)
        else:
            classes = self.tr("%n class(es)", "", sizes.num_classes)
        return self.tr("{0} training and {1} test samples of {2}; {3}").format(
            f"{sizes.num_train:,}", f"{sizes.num_test:,}", shape, classes
        )

    @Slot()
    def _open(self) -> None:
        if self._preview is None:
            return
        if self._dialog is None:
            self._dialog = DataDialog(self._keeper, self.window())
        self._dialog.show_preview(self._preview)
        self._dialog.open()
