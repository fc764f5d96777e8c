"""Which study, and what a person may choose about it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from engine.lab.study.record import Study
from gui.engine_texts import translate_engine
from gui.models.study_draft import with_choices
from gui.widgets.card import Card
from gui.widgets.fields import CalmSpinBox

THIS_SPEC = "this-spec"
_FILE = "file"
_FIRST = "digits-scaling"
"""What is chosen at first."""
_KEY = Qt.ItemDataRole.UserRole
_MOST_ROUNDS, _MOST_STEPS = 100, 100_000


def preset_title(name: str) -> str:
    """What a study that comes with Paraloom is called; a name of one's own stays as it is."""
    translate = QCoreApplication.translate
    titles = {
        "cpu-gpu": translate("Lab", "One core, more cores, a GPU"),
        "data-parallel": translate("Lab", "DataParallel against DDP"),
        "data-workers": translate("Lab", "Processes that prepare batches"),
        "digits-scaling": translate("Lab", "How a CNN scales over devices"),
        "gpt-strategies": translate("Lab", "A GPT in every strategy"),
    }
    return titles.get(name, name)


class StudyChoices(Card):
    """A study that comes with Paraloom, the composed spec, or one from a file; scaling, rounds and steps."""

    changed = Signal()
    """Another study, or other choices about it."""
    file_requested = Signal(object)
    """The path of a TOML file to open."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._studies: dict[str, Study] = {}
        self._presets: tuple[str, ...] = ()
        self._list = QListWidget(self)
        self._list.setObjectName("lab-studies-to-race")
        self._list.setAccessibleName(self.tr("Studies"))
        self._list.setWordWrap(True)
        self._list.currentItemChanged.connect(self._take_study)
        self._description = QLabel(self)
        self._description.setProperty("role", "muted")
        self._description.setWordWrap(True)
        open_file = QPushButton(self.tr("Open a TOML file …"), self)
        open_file.setObjectName("lab-open")
        open_file.clicked.connect(self._ask_open)
        self._scaling = QComboBox(self)
        self._scaling.setObjectName("lab-scaling")
        self._scaling.addItem(self.tr("strong: the same batch for every candidate"), "strong")
        self._scaling.addItem(self.tr("weak: the same batch for every device"), "weak")
        self._rounds = self._spin("lab-rounds", 1, _MOST_ROUNDS)
        self._steps = self._spin("lab-steps", 2, _MOST_STEPS)
        self._warmup = self._spin("lab-warmup", 0, _MOST_STEPS)
        self._scaling.currentIndexChanged.connect(self.changed)
        for widget in (self._list, open_file, self._description):
            self.body.addWidget(widget)
        self.body.addLayout(self._lay_out_fields())
        self.body.addStretch(1)
        self._fill()

    def _spin(self, name: str, least: int, most: int) -> CalmSpinBox:
        spin = CalmSpinBox(self)
        spin.setObjectName(name)
        spin.setRange(least, most)
        spin.setGroupSeparatorShown(True)
        spin.valueChanged.connect(self.changed)
        return spin

    def _lay_out_fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(7)
        fields: Sequence[tuple[str, QWidget, str]] = (
            (self.tr("Scaling"), self._scaling, Study.help_of("scaling")),
            (self.tr("Rounds"), self._rounds, Study.help_of("rounds")),
            (self.tr("Measured steps"), self._steps, Study.help_of("measured_steps")),
            (self.tr("Warm-up steps"), self._warmup, Study.help_of("warmup_steps")),
        )
        for row, (words, field, tip) in enumerate(fields):
            label = QLabel(words, self)
            label.setBuddy(field)
            field.setAccessibleName(words)
            field.setToolTip(translate_engine(tip))
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    # --- which study

    def set_presets(self, studies: Sequence[Study]) -> None:
        """The studies that come with Paraloom."""
        self._presets = tuple(study.name for study in studies)
        self._studies.update({study.name: study for study in studies})
        self._fill()

    def set_this_spec(self, study: Study) -> None:
        """The composed spec, varied; chosen already, it is told as changed."""
        before = self._studies.get(THIS_SPEC)
        self._studies[THIS_SPEC] = study
        if before is None:
            self._fill()
        elif before != study and self._key() == THIS_SPEC:
            self._take_study()

    def set_file(self, study: Study) -> None:
        """One from a file; it is chosen."""
        self._studies[_FILE] = study
        self._fill()
        self.choose(_FILE)

    def choose(self, key: str) -> None:
        """Choose a study by the name of its preset, or `THIS_SPEC`."""
        for row in range(self._list.count()):
            if self._list.item(row).data(_KEY) == key:
                self._list.setCurrentRow(row)

    def _fill(self) -> None:
        """Every study that is known, in a row; what is chosen stays so."""
        chosen = self._key()
        self._list.blockSignals(True)
        self._list.clear()
        for key in (*self._presets, THIS_SPEC, _FILE):
            if key in self._studies:
                item = QListWidgetItem(self._word(key), self._list)
                item.setData(_KEY, key)
        self._list.blockSignals(False)
        if chosen:
            self._list.blockSignals(True)
            self.choose(chosen)
            self._list.blockSignals(False)
        elif self._presets:
            self.choose(_FIRST if _FIRST in self._presets else self._presets[0])
        rows = self._list.sizeHintForRow(0) * self._list.count()
        self._list.setFixedHeight(max(1, rows) + 2 * self._list.frameWidth())

    def _word(self, key: str) -> str:
        study = self._studies[key]
        if key == THIS_SPEC:
            return self.tr("This spec, as Compose has it: {}").format(study.name)
        if key == _FILE:
            return self.tr("From a file: {}").format(study.name)
        return preset_title(study.name)

    def _key(self) -> str:
        item = self._list.currentItem()
        return "" if item is None else str(item.data(_KEY))

    @Slot()
    def _take_study(self) -> None:
        study = self._studies.get(self._key())
        if study is None:
            return
        fields = (self._scaling, self._rounds, self._steps, self._warmup)
        for field in fields:
            field.blockSignals(True)
        self._scaling.setCurrentIndex(self._scaling.findData(study.scaling))
        self._rounds.setValue(study.rounds)
        self._steps.setValue(study.measured_steps)
        self._warmup.setValue(study.warmup_steps)
        for field in fields:
            field.blockSignals(False)
        self._description.setText(translate_engine(study.description))
        self._description.setVisible(bool(study.description))
        self.changed.emit()

    @property
    def study(self) -> Study | None:
        """The study with what was chosen; None before one is known."""
        study = self._studies.get(self._key())
        if study is None:
            return None
        return with_choices(
            study,
            scaling=self._scaling.currentData(),
            rounds=self._rounds.value(),
            warmup_steps=self._warmup.value(),
            measured_steps=self._steps.value(),
        )

    @Slot()
    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a study"), "", "TOML (*.toml)")
        if name:
            self.file_requested.emit(Path(name))
