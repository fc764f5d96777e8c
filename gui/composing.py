"""Which spec is composed: that of last time, a preset, that of a run, or one in a file."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot

from engine.errors import SpecError
from engine.spec import RunSpec
from engine.spec.toml import format_spec, parse_spec
from gui.engine_texts import translate_engine
from gui.engine_thread.thread import EngineThread
from gui.main_window import MainWindow
from gui.models.messages import InventoryFound, PresetsFound, Resumption, SpecRead
from gui.settings import Settings

if TYPE_CHECKING:
    from gui.views.compose.view import ComposeWorkspace


class Composing(QObject):
    """Brings specs to Compose. Files are read by the engine thread."""

    def __init__(self, main: MainWindow, engine: EngineThread, settings: Settings, parent: QObject) -> None:
        """Listens to the engine thread.

        Args:
            main: The frame, with Compose among its pages.
            engine: Reads files.
            settings: What was composed last.
            parent: Its owner.
        """
        super().__init__(parent)
        self._main, self._engine, self._settings = main, engine, settings
        self.presets = PresetsFound(presets=())
        self._num_cores: int | None = None
        self._fills_when_ready = False
        engine.presets_found.connect(self._keep_presets)
        engine.inventory_found.connect(self._keep_inventory)
        engine.spec_read.connect(self._take)
        engine.resumption_read.connect(self._resume)

    @property
    def page(self) -> "ComposeWorkspace":
        """Compose, made where it is not there yet."""
        from gui.views.compose.view import ComposeWorkspace

        return cast(ComposeWorkspace, self._main.page("compose"))

    def current(self) -> RunSpec:
        """What is composed, or would be if Compose were opened now."""
        return self.page.draft.spec if self._main.has_page("compose") else self.first_spec()

    def first_spec(self) -> RunSpec:
        """What was composed last; at first a preset that fits this machine, now or once it is known."""
        if self._settings.last_spec:
            try:
                return parse_spec(self._settings.last_spec)
            except SpecError as error:
                self._main.banner.tell(translate_engine(error.sentence), severity="warning")
        self._fills_when_ready = self._num_cores is None
        return self._fitting_preset()

    @Slot(object)
    def compose(self, spec: RunSpec) -> None:
        """Compose from a spec."""
        self._main.show_page("compose")
        self._fills_when_ready = False
        self.page.open_spec(spec)

    @Slot(object)
    def clone(self, path: Path) -> None:
        """Compose from a run's spec."""
        self._engine.read_run_spec(path)

    @Slot(object)
    def resume_elsewhere(self, path: Path) -> None:
        """Compose from what a run would go on as."""
        self._engine.read_resumption(path)

    @Slot(str)
    def open_preset(self, name: str) -> None:
        """Compose from a preset."""
        spec = self._preset(name)
        if spec is None:
            self._main.banner.tell(self.tr("The preset {} could not be read.").format(name))
        else:
            self.compose(spec)

    @Slot(object)
    def remember(self, spec: RunSpec) -> None:
        """Keep what is composed for the next time."""
        self._settings.set_last_spec(format_spec(spec))

    @Slot(object)
    def _keep_presets(self, found: PresetsFound) -> None:
        self.presets = found

    @Slot(object)
    def _keep_inventory(self, found: InventoryFound) -> None:
        self._num_cores = len(found.inventory.cores)
        if self._fills_when_ready:
            self._fills_when_ready = False
            if not self.page.draft.can_undo:  # who was quicker keeps what was edited
                self.page.set_spec(self._fitting_preset())

    @Slot(object)
    def _take(self, read: SpecRead) -> None:
        self.compose(read.spec)

    @Slot(object)
    def _resume(self, found: Resumption) -> None:
        self._main.show_page("compose")
        self._fills_when_ready = False
        self.page.open_resumption(found)

    def _preset(self, name: str) -> RunSpec | None:
        return next((preset.spec for preset in self.presets.presets if preset.name == name), None)

    def _fitting_preset(self) -> RunSpec:
        several = self._num_cores is not None and self._num_cores > 1
        return self._preset("digits-ddp" if several else "digits-single") or RunSpec()
