"""The menu of what brings runs in and takes them out."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui.models.messages import RunRow

CURVE_FORMS = {
    "csv": "CSV",
    "parquet": "Parquet",
    "tensorboard": "TensorBoard",
    "mlflow": "MLflow",
    "wandb": "W&B",
}
"""Names of formats, the same in all languages, by the keys of `engine.export.curves.FORMS`."""


class ExchangeMenu(QMenu):
    """Export of the chosen runs, import, the trash."""

    asked = Signal(str)
    """`zip`, `unzip`, `events`, `trash`, or a format of curves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Import, export"), parent)
        self.setObjectName("runs-exchange-menu")
        self.setToolTipsVisible(True)
        self._zip = self._add(self, "zip", self.tr("Export as zip…"))
        self._zip.setToolTip(self.tr("The whole run folder in one file, for another machine"))
        self._curves = QMenu(self.tr("Export curves"), self)
        for key, title in CURVE_FORMS.items():
            self._add(self._curves, key, f"{title}…".replace("&", "&&"))
        self.addMenu(self._curves)
        self.addSeparator()
        self._add(self, "unzip", self.tr("Import zip files of runs…")).setToolTip(
            self.tr("Or drop them on this page")
        )
        self._add(self, "events", self.tr("Import TensorBoard's files…"))
        self.addSeparator()
        self._add(self, "trash", self.tr("Look into the trash…"))
        self.allow(())

    def _add(self, menu: QMenu, key: str, words: str) -> QAction:
        action = menu.addAction(words)
        action.setObjectName(f"runs-exchange-{key}")
        action.setData(key)
        action.triggered.connect(self._ask)
        return action

    def allow(self, rows: Sequence[RunRow]) -> None:
        """What can be done with the runs that are chosen; only one that is over is whole."""
        self._zip.setEnabled(bool(rows) and all(row.state.is_over for row in rows))
        self._curves.setEnabled(bool(rows))

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(str(self.sender().data()))  # type: ignore[attr-defined]
