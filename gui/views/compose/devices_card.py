"""Which devices a run uses: a tile each, or any that are free."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.devices.inventory import Inventory
from engine.devices.sample import Device, DeviceSample
from engine.errors import Problem, Severity
from engine.spec import DevicesSpec
from gui.models.device_choice import Changes, DeviceChoice, device_choice
from gui.models.device_reading import read_device
from gui.models.device_table import device_colour_index
from gui.models.spec_draft import SpecDraft
from gui.theme import ThemeKeeper
from gui.views.compose.device_tile import (
    COMPACT,
    FULL,
    MOST_WIDTH,
    DeviceTile,
    TileState,
)
from gui.views.compose.devices_corner import DevicesCorner
from gui.views.compose.tile_grid import TileGrid
from gui.views.compose.words import words_of
from gui.widgets.card import Card
from gui.widgets.form import RecordForm

_MOST_FULL_GPUS = 8
_MOST_FULL_SLICES = 6
_SHARES = ("memory_fraction", "compute_share")
"""The limits that GPUs have."""


class DevicesCard(QWidget):
    """Tiles of GPUs and CPU slices, how many cores a slice has, and how many to take where any will do."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose-devices")
        self._keeper = keeper
        self._inventory: Inventory | None = None
        self._leases: Mapping[str, str] = {}
        self._samples: Mapping[str, DeviceSample] = {}
        self._spec = DevicesSpec()
        self._choice: DeviceChoice | None = None
        self._taken: tuple[str, ...] = ()
        self._tiles: dict[str, DeviceTile] = {}
        self._last_clicked = ""
        self._unfolded = False
        self._build()
        everything = QShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll), self)
        everything.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        everything.activated.connect(self._choose_all)

    def _build(self) -> None:
        self._corner = DevicesCorner(self)
        self._corner.any_clicked.connect(self._toggle_any)
        self._corner.all_clicked.connect(self._choose_all)
        self._corner.any_changed.connect(self._change_any)
        self._corner.size_changed.connect(self._reslice)
        self._corner.slices_clicked.connect(self._unfold)
        card = Card(self.tr("Devices"), self, corner=self._corner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self._gpus = TileGrid(self)
        self._slices = TileGrid(self)
        self._waiting = QLabel(self.tr("Looking for devices…"), self)
        self._waiting.setProperty("role", "muted")
        self._problem = QLabel(self)
        self._problem.setProperty("role", "problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._shares = RecordForm(DevicesSpec, "devices", _SHARES, self, columns=3)
        self._shares.changed.connect(self.changed)
        self._shares.hide()
        for part in (self._waiting, self._gpus, self._slices, self._shares):
            card.body.addWidget(part)
        card.body.addWidget(self._problem)

    def set_machine(self, inventory: Inventory, leases: Mapping[str, str]) -> None:
        """What this machine has, and which run holds what."""
        self._inventory, self._leases = inventory, leases
        self._waiting.hide()
        self._show_tiles()

    def add_samples(self, samples: Sequence[DeviceSample]) -> None:
        """New figures for the tiles."""
        self._samples = {**self._samples, **{sample.device_id: sample for sample in samples}}
        self._show_states()

    def show_spec(self, spec: DevicesSpec, taken: Sequence[str]) -> None:
        """What is asked for, and which devices the plan takes where any will do."""
        if (spec, tuple(taken)) != (self._spec, self._taken):
            self._spec, self._taken = spec, tuple(taken)
            self._show_tiles()

    def show_draft(self, draft: SpecDraft, taken: Sequence[str]) -> None:
        """What is asked for, and the devices' limits; for one whose last value did not fit, that value."""
        self.show_spec(draft.spec.devices, taken)
        rejected = {name: mark.value for name, mark in draft.rejected.items()}
        self._shares.show_values(draft.spec.devices, rejected)

    def colours(self) -> tuple[int, ...]:
        """The thread colours of what is chosen; of more where it is but one, so that a picture shows many."""
        if self._inventory is None:
            return ()
        found = tuple(device_colour_index(name, self._inventory) for name in self._chosen())
        return found if len(found) > 1 else tuple(sum(found) + place for place in range(4))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What is wrong with the choice, beneath the tiles."""
        own = [
            words_of(problem)
            for problem in problems
            if problem.severity is Severity.ERROR and problem.field.partition(".")[0] == "devices"
        ]
        self._problem.setText("\n".join(own))
        self._problem.setVisible(bool(own))

    def focus_field(self, name: str) -> bool:
        """Put the focus where a field of the devices is edited."""
        if not name.startswith("devices"):
            return False
        if self._shares.isVisible() and self._shares.focus_field(name):
            return True
        corner = self._corner
        choices = {"devices.count": corner.count, "devices.kind": corner.kind}
        target: QWidget = next((tile for tile in self._tiles.values() if tile.isVisible()), corner.slice_size)
        if name == "devices.cores_per_slice":
            target = corner.slice_size
        elif name in choices and choices[name].isVisible():
            target = choices[name]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _show_tiles(self) -> None:
        if self._inventory is None:
            return
        choice = self._choice = device_choice(self._spec, self._inventory)
        missing = [Device(id=name, kind=choice.kind_of(name), label=name, name="") for name in choice.missing]
        devices = [*choice.offered, *missing]
        if [tile.device for tile in self._tiles.values()] != devices:
            self._make_tiles(devices)
        self._corner.show_choice(
            choice, num_cores=len(self._inventory.cores), has_gpus=bool(self._inventory.gpus)
        )
        self._shares.setVisible(_has_shares(choice, self._spec))
        self._show_states()

    def _make_tiles(self, devices: Sequence[Device]) -> None:
        tiles: dict[str, DeviceTile] = {}
        for device in devices:
            tile = self._tiles.get(device.id)
            if tile is not None and tile.device == device:
                del self._tiles[device.id]
            else:
                tile = DeviceTile(device, self._keeper, self)
                tile.clicked.connect(self._click)
            tiles[device.id] = tile
        for tile in self._tiles.values():
            tile.hide()
            tile.deleteLater()
        self._tiles = tiles
        gpus = [tile for tile in tiles.values() if tile.device.kind == "gpu"]
        slices = [tile for tile in tiles.values() if tile.device.kind == "cpu"]
        _fill(self._gpus, gpus, most_full=_MOST_FULL_GPUS)
        _fill(self._slices, slices, most_full=0 if gpus else _MOST_FULL_SLICES)

    def _show_fold(self) -> None:
        """Where there are GPUs, CPU slices stay folded away until someone wants them."""
        assert self._inventory is not None
        wanted = any(self._tiles[name].device.kind == "cpu" for name in self._chosen() if name in self._tiles)
        shown = self._unfolded or wanted or not self._inventory.gpus
        self._slices.setVisible(shown)
        self._corner.show_slices(shown)

    @Slot()
    def _unfold(self) -> None:
        self._unfolded = True
        self._show_fold()

    def _show_states(self) -> None:
        if self._inventory is None or self._choice is None:
            return
        chosen = self._chosen()
        self._show_fold()
        for device_id, tile in self._tiles.items():
            state = TileState(
                reading=read_device(tile.device, self._samples, self._leases),
                colour_index=device_colour_index(device_id, self._inventory),
                by_plan=not self._choice.by_name,
                missing=device_id in self._choice.missing,
            )
            tile.show_state(state, chosen=device_id in chosen)

    def _chosen(self) -> tuple[str, ...]:
        return self._spec.use or self._taken

    @Slot()
    def _click(self) -> None:
        tile = self.sender()
        if self._choice is None or not isinstance(tile, DeviceTile):
            return
        device_id = tile.device.id
        shift = Qt.KeyboardModifier.ShiftModifier in QGuiApplication.keyboardModifiers()
        if shift and self._last_clicked:
            self.changed.emit(self._choice.spanned(self._last_clicked, device_id))
        else:
            self._last_clicked = device_id
            self.changed.emit(self._choice.toggled(device_id, self._chosen()))
        self._show_states()

    @Slot()
    def _choose_all(self) -> None:
        if self._choice is not None:
            self._emit(self._choice.all_of_a_kind())

    @Slot()
    def _toggle_any(self) -> None:
        choice = self._choice
        if choice is None:
            return
        if choice.by_name:
            kind = choice.kind_of(self._spec.use[0])
            self._emit(choice.any_free(kind, len(self._spec.use)))
        elif self._taken:
            self._emit({"devices.use": self._taken})

    @Slot()
    def _change_any(self) -> None:
        if self._choice is not None:
            self._emit(self._choice.any_free(self._corner.kind.currentData(), self._corner.count.value()))

    @Slot(int)
    def _reslice(self, cores_per_slice: int) -> None:
        if self._choice is not None and self._inventory is not None:
            self._emit(self._choice.resliced(self._inventory, cores_per_slice))

    def _emit(self, changes: Changes) -> None:
        if changes:
            self.changed.emit(changes)


def _has_shares(choice: DeviceChoice, spec: DevicesSpec) -> bool:
    """Whether GPUs are asked for, or a limit is to be taken away again."""
    kind = choice.kind_of(spec.use[0]) if spec.use else spec.kind
    return kind == "gpu" or any(getattr(spec, name) is not None for name in _SHARES)


def _fill(grid: TileGrid, tiles: Sequence[DeviceTile], *, most_full: int) -> None:
    compact = len(tiles) > most_full
    for tile in tiles:
        tile.setParent(grid)
        tile.set_compact(compact)
    grid.set_tiles(tiles, COMPACT if compact else FULL, MOST_WIDTH)
    grid.setVisible(bool(tiles))
