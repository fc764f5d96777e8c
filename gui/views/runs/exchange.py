"""Runs that go and come: asks for files, tells how far it is, and shows the trash."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from gui.models.messages import RunRow
from gui.models.parcel_messages import Parcel, ParcelDone, ParcelProgress, ParcelWanted, TrashListed
from gui.views.runs.exchange_menu import CURVE_FORMS, ExchangeMenu
from gui.views.runs.trash_dialog import TrashDialog
from gui.widgets.banner import Banner

_FILES = {"csv": "CSV (*.csv)", "parquet": "Parquet (*.parquet)"}
"""Formats of curves that are one file; all others are folders."""


class RunExchange(QObject):
    """The menu, the strip that tells of progress, and the dialogs; what is done, others do."""

    wanted = Signal(object)
    """ParcelWanted."""
    stop_wanted = Signal()
    trash_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._rows: Sequence[RunRow] = ()
        self._trash: TrashDialog | None = None
        self.menu = ExchangeMenu(parent)
        self.menu.asked.connect(self._ask)
        self.strip = Banner(parent)
        self.strip.setObjectName("runs-exchange-strip")
        self.strip.action_clicked.connect(self.stop_wanted)

    def choose(self, rows: Sequence[RunRow]) -> None:
        """The runs that are chosen."""
        self._rows = rows
        self.menu.allow(rows)

    def make_button(self, parent: QWidget) -> QToolButton:
        """Opens the menu."""
        button = QToolButton(parent)
        button.setObjectName("runs-exchange")
        button.setText(self.menu.title())
        button.setToolTip(self.tr("Export and import runs and curves, look into the trash"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self.menu)
        return button

    # --- what a person asks

    @Slot(str)
    def _ask(self, key: str) -> None:
        asks = {
            "zip": self._ask_zip,
            "unzip": self._ask_unzip,
            "events": self._ask_events,
            "trash": self._open_trash,
        }
        if key in CURVE_FORMS:
            self._ask_curves(key)
        else:
            asks[key]()

    def _ask_zip(self) -> None:
        paths = tuple(row.path for row in self._rows)
        if len(paths) == 1:
            words, first = self.tr("Export the run"), f"{paths[0].name}.zip"
            target, _ = QFileDialog.getSaveFileName(self._over, words, first, "Zip (*.zip)")
        else:
            words = self.tr("Folder for a zip file of each run")
            target = QFileDialog.getExistingDirectory(self._over, words)
        if target:
            self.wanted.emit(ParcelWanted(Parcel.ZIP, paths, Path(target)))

    def _ask_curves(self, form: str) -> None:
        if form in _FILES:
            words, first = self.tr("Export curves"), f"curves.{form}"
            target, _ = QFileDialog.getSaveFileName(self._over, words, first, _FILES[form])
        else:
            words = self.tr("Folder for the curves")
            target = QFileDialog.getExistingDirectory(self._over, words)
        if target:
            paths = tuple(row.path for row in self._rows)
            self.wanted.emit(ParcelWanted(Parcel.CURVES, paths, Path(target), form))

    def _ask_unzip(self) -> None:
        words = self.tr("Import zip files of runs")
        found, _ = QFileDialog.getOpenFileNames(self._over, words, "", "Zip (*.zip)")
        if found:
            self.wanted.emit(ParcelWanted(Parcel.UNZIP, tuple(map(Path, found))))

    def _ask_events(self) -> None:
        found = QFileDialog.getExistingDirectory(self._over, self.tr("Folder with TensorBoard's files"))
        if found:
            self.wanted.emit(ParcelWanted(Parcel.EVENTS, (Path(found),)))

    def take_dropped(self, data: QMimeData) -> bool:
        """Imports the zip files that were dropped; False where there are none."""
        paths = zips_of(data)
        if paths:
            self.wanted.emit(ParcelWanted(Parcel.UNZIP, paths))
        return bool(paths)

    # --- the trash

    def _open_trash(self) -> None:
        self._trash = TrashDialog(self._over)
        self._trash.restore_asked.connect(self._restore)
        self._trash.erase_asked.connect(self._erase)
        self._trash.finished.connect(self._forget_trash)
        self._trash.open()
        self.trash_wanted.emit()

    @Slot(object)
    def _restore(self, paths: tuple[Path, ...]) -> None:
        self.wanted.emit(ParcelWanted(Parcel.RESTORE, paths))

    @Slot()
    def _erase(self) -> None:
        self.wanted.emit(ParcelWanted(Parcel.ERASE))

    @Slot()
    def _forget_trash(self) -> None:
        self._trash = None

    @Slot(object)
    def take_trash(self, listed: TrashListed) -> None:
        """What lies in the trash now."""
        if self._trash is not None:
            self._trash.show_paths(listed.paths)

    # --- how far it is

    @Slot(object)
    def take_progress(self, progress: ParcelProgress) -> None:
        """Tell it, with a button that stops it."""
        doing = {
            Parcel.ZIP: self.tr("Exporting {}…"),
            Parcel.CURVES: self.tr("Writing curves to {}…"),
            Parcel.UNZIP: self.tr("Importing {}…"),
            Parcel.EVENTS: self.tr("Importing {}…"),
        }
        if progress.total:
            how_far = self.tr("{} of {} files").format(progress.done, progress.total)
        elif progress.wanted.kind is Parcel.CURVES:
            how_far = self.tr("{} points").format(f"{progress.done:,}")
        else:
            how_far = ""
        sentence = doing[progress.wanted.kind].format(progress.name)
        self.strip.tell(sentence, how_far, action=self.tr("Stop"), severity="note")

    @Slot(object)
    def take_done(self, done: ParcelDone) -> None:
        """Tell what became of it; what failed, the window tells."""
        if done.stopped:
            self.strip.tell(self.tr("Stopped: nothing half is left."), severity="note")
        elif done.num_runs == 0 and done.wanted.kind not in (Parcel.EVENTS, Parcel.ERASE):
            self.strip.hide()
        else:
            num = done.num_runs
            told = {
                Parcel.ZIP: self.tr("%n run(s) exported to {}.", "", num),
                Parcel.CURVES: self.tr("Curves of %n run(s) written to {}.", "", num),
                Parcel.UNZIP: self.tr("%n run(s) imported.", "", num),
                Parcel.EVENTS: self.tr("%n new run(s) imported.", "", num),
                Parcel.RESTORE: self.tr("%n run(s) put back.", "", num),
                Parcel.ERASE: self.tr("%n run(s) erased.", "", num),
            }
            sentence = told[done.wanted.kind].format(done.wanted.target)
            self.strip.tell(sentence, "\n".join(done.remarks), severity="note")


def zips_of(data: QMimeData) -> tuple[Path, ...]:
    """The zip files among what is dragged."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return tuple(path for path in paths if path.suffix.lower() == ".zip")
