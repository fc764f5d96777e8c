"""The menu of the views that a person keeps."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from gui.models.run_views import SavedViews


class ViewsMenu(QMenu):
    """A view each, then keeping the present one, then forgetting one."""

    chosen = Signal(str)
    """Name of the view that is to be shown."""
    kept = Signal(str)
    """Name under which the table as it is now is to be kept."""
    forgotten = Signal(str)
    """Name of the view that is not wanted any more."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Views"), parent)
        self.setObjectName("runs-views-menu")
        self._names: tuple[str, ...] = ()
        self._forget = QMenu(self.tr("Forget"), self)
        self.set_views(())

    def set_views(self, views: SavedViews) -> None:
        """Offer these."""
        self._names = tuple(view.name for view in views)
        self.clear()
        self._forget.clear()
        for name in self._names:
            for menu, slot in ((self, self._choose), (self._forget, self._drop)):
                action = menu.addAction(name.replace("&", "&&"))
                action.setData(name)
                action.triggered.connect(slot)
        self.addSeparator()
        keep = self.addAction(self.tr("Keep this view…"))
        keep.setObjectName("runs-keep-view")
        keep.setToolTip(self.tr("Columns, filter and order under a name"))
        keep.triggered.connect(self._ask_for_name)
        if self._names:
            self.addMenu(self._forget)

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(str(self.sender().data()))  # type: ignore[attr-defined]

    @Slot()
    def _drop(self) -> None:
        self.forgotten.emit(str(self.sender().data()))  # type: ignore[attr-defined]

    @Slot()
    def _ask_for_name(self) -> None:
        dialog = QInputDialog(self.parentWidget())
        dialog.setObjectName("runs-view-name")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Keep this view"))
        dialog.setLabelText(self.tr("Name of the view:"))
        dialog.textValueSelected.connect(self._keep)
        dialog.open()

    @Slot(str)
    def _keep(self, name: str) -> None:
        if name.strip():
            self.kept.emit(name.strip())
