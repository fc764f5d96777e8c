"""Theme, language, and where the runs lie."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.settings import Settings
from gui.theme import ThemeKeeper


class SettingsDialog(QDialog):
    """The theme changes at once; language and folder with the next start."""

    def __init__(self, settings: Settings, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setWindowTitle(self.tr("Settings"))
        self._settings, self._keeper = settings, keeper
        self._theme = self._choice(
            "settings-theme",
            (("system", self.tr("as the system")), ("light", self.tr("light")), ("dark", self.tr("dark"))),
            settings.theme,
        )
        self._theme.currentIndexChanged.connect(self._try_theme)
        self._language = self._choice(
            "settings-language",
            (("system", self.tr("as the system")), ("en", "English"), ("zh_CN", "简体中文")),
            settings.language,
        )
        self._folder = QLineEdit(str(settings.runs_dir), self)
        self._folder.setObjectName("settings-runs-dir")
        self._folder.setAccessibleName(self.tr("Folder of the runs"))
        browse = QPushButton(self.tr("Choose…"), self)
        browse.setObjectName("settings-browse")
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self._folder, 1)
        row.addWidget(browse)
        form = QFormLayout()
        form.addRow(self.tr("Theme"), self._theme)
        form.addRow(self.tr("Language"), self._language)
        form.addRow(self.tr("Folder of the runs"), row)
        hint = QLabel(self.tr("Language and folder take effect when Paraloom is opened again."), self)
        hint.setProperty("role", "muted")
        roles = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(roles.Ok | roles.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(hint)
        layout.addWidget(buttons)
        self.resize(480, 0)

    def _choice(self, name: str, choices: tuple[tuple[str, str], ...], chosen: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        for value, text in choices:
            box.addItem(text, value)
        box.setCurrentIndex(box.findData(chosen))
        return box

    @Slot()
    def _try_theme(self) -> None:
        self._keeper.set_mode(self._theme.currentData())

    @Slot()
    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder of the runs"), self._folder.text())
        if chosen:
            self._folder.setText(chosen)

    def accept(self) -> None:
        """Remember what was chosen."""
        self._settings.set_theme(self._theme.currentData())
        self._settings.set_language(self._language.currentData())
        chosen = self._folder.text().strip()
        folder = Path(chosen).expanduser().absolute() if chosen else None
        if folder != self._settings.runs_dir:
            self._settings.set_runs_dir(folder)
        super().accept()

    def reject(self) -> None:
        """As it was."""
        self._keeper.set_mode(self._settings.theme)
        super().reject()
