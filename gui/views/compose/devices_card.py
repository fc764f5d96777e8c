"""Which devices a run uses: a tile each, or any that are free."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from engine.devices.inventory import Inventory
from engine.devices.sample import Device, DeviceSample
from engine.errors import Problem
from engine.spec import DevicesSpec
from gui.i18n import translate_engine
from gui.models.device_choice import Changes, DeviceChoice, device_choice
from gui.models.device_reading import read_device
from gui.models.device_table import device_colour_index
from gui.theme import ThemeKeeper
from gui.views.compose.device_tile import (
    COMPACT_HEIGHT,
    FULL_HEIGHT,
    LEAST_WIDTH,
    MOST_WIDTH,
    DeviceTile,
    TileState,
)
from gui.views.compose.tile_grid import TileGrid
from gui.widgets.card import Card

_MOST_FULL_TILES = 12
_MOST_COUNT = 1024


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
        self._build()
        everything = QShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll), self)
        everything.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        everything.activated.connect(self._choose_all)

    def _build(self) -> None:
        self._card = Card(self.tr("Devices"), self, corner=self._corner())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card)
        self._grid = TileGrid(least_width=LEAST_WIDTH, most_width=MOST_WIDTH, parent=self)
        self._waiting = QLabel(self.tr("Looking for devices …"), self)
        self._waiting.setProperty("role", "muted")
        self._problem = QLabel(self)
        self._problem.setProperty("role", "problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        for part in (self._waiting, self._grid):
            self._card.body.addWidget(part)
        self._card.body.addLayout(self._options())
        self._card.body.addWidget(self._problem)

    def _corner(self) -> QWidget:
        corner = QWidget(self)
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._count_label = QLabel(corner)
        self._count_label.setProperty("role", "muted")
        self._any = _link(self.tr("any free"), "devices-any", corner)
        self._any.setCheckable(True)
        self._any.setToolTip(self.tr("Take any that are free when the run starts, not these by name"))
        self._any.clicked.connect(self._toggle_any)
        self._all = _link(self.tr("all"), "devices-all", corner)
        self._all.setToolTip(self.tr("Choose every device of this kind (Ctrl+A)"))
        self._all.clicked.connect(self._choose_all)
        for part in (self._count_label, self._any, self._all):
            row.addWidget(part)
        return corner

    def _options(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._take = QLabel(self.tr("Take any"), self)
        self._count = QSpinBox(self)
        self._count.setObjectName("devices.count")
        self._count.setAccessibleName(self.tr("How many devices"))
        self._count.setRange(1, _MOST_COUNT)
        self._kind = QComboBox(self)
        self._kind.setObjectName("devices.kind")
        self._kind.setAccessibleName(self.tr("Kind of devices"))
        self._kind.addItem(self.tr("free CPU slices"), "cpu")
        self._kind.addItem(self.tr("free GPUs"), "gpu")
        self._size_label = QLabel(self.tr("Cores in a CPU slice"), self)
        self._size = QSpinBox(self)
        self._size.setObjectName("devices.cores_per_slice")
        self._size.setAccessibleName(self.tr("Cores in a CPU slice"))
        self._size.setToolTip(translate_engine(DevicesSpec.model_fields["cores_per_slice"].description or ""))
        self._size_label.setBuddy(self._size)
        self._count.valueChanged.connect(self._change_any)
        self._kind.activated.connect(self._change_any)
        self._size.valueChanged.connect(self._reslice)
        for part in (self._take, self._count, self._kind):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._size_label)
        row.addWidget(self._size)
        return row

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

    def colours(self) -> tuple[int, ...]:
        """The thread colours of what is chosen; of more where it is but one, so that a picture shows many."""
        if self._inventory is None:
            return ()
        found = tuple(device_colour_index(name, self._inventory) for name in self._chosen())
        return found if len(found) > 1 else tuple(sum(found) + place for place in range(4))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What is wrong with the choice, beneath the tiles."""
        sentences = [translate_engine(f"{problem.sentence} {problem.mend}".strip()) for problem in problems]
        self._problem.setText("\n".join(sentences))
        self._problem.setVisible(bool(sentences))

    def focus_field(self, name: str) -> bool:
        """Put the focus where a field of the devices is edited."""
        if not name.startswith("devices"):
            return False
        target: QWidget = next(iter(self._tiles.values()), self._size)
        if name == "devices.cores_per_slice":
            target = self._size
        elif name in ("devices.count", "devices.kind") and not self._spec.use:
            target = self._count if name == "devices.count" else self._kind
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _show_tiles(self) -> None:
        if self._inventory is None:
            return
        choice = self._choice = device_choice(self._spec, self._inventory)
        missing = [Device(id=name, kind="cpu", label=name, name="") for name in choice.missing]
        devices = [*choice.offered, *missing]
        if [*self._tiles] != [device.id for device in devices]:
            self._make_tiles(devices)
        self._show_options(choice)
        self._show_states()

    def _make_tiles(self, devices: Sequence[Device]) -> None:
        compact = len(devices) > _MOST_FULL_TILES
        tiles: dict[str, DeviceTile] = {}
        for device in devices:
            tile = self._tiles.pop(device.id, None)
            if tile is None:
                tile = DeviceTile(device, self._keeper, self._grid)
                tile.clicked.connect(self._click)
            tile.set_compact(compact)
            tiles[device.id] = tile
        for tile in self._tiles.values():
            tile.hide()
            tile.deleteLater()
        self._tiles = tiles
        self._grid.set_tiles(tuple(tiles.values()), COMPACT_HEIGHT if compact else FULL_HEIGHT)

    def _show_options(self, choice: DeviceChoice) -> None:
        spec, inventory = choice.spec, self._inventory
        blockers = [QSignalBlocker(each) for each in (self._count, self._kind, self._size)]
        self._any.setChecked(not choice.by_name)
        for part in (self._take, self._count, self._kind):
            part.setVisible(not choice.by_name)
        self._kind.setVisible(
            not choice.by_name and bool((inventory and inventory.gpus) or spec.kind == "gpu")
        )
        self._count.setValue(spec.count)
        self._kind.setCurrentIndex(self._kind.findData(spec.kind))
        self._size.setRange(1, max(1, len(inventory.cores) if inventory else 1, spec.cores_per_slice))
        self._size.setValue(spec.cores_per_slice)
        del blockers
        self._take.setText(
            self.tr("Take any") if self._kind.isVisibleTo(self) else self.tr("Free slices to take")
        )
        if choice.by_name:
            text = self.tr("{} of {} chosen").format(len(spec.use), len(self._tiles))
        else:
            text = self.tr("any {} of {}").format(spec.count, choice.num_of_kind(spec.kind))
        self._count_label.setText(text)

    def _show_states(self) -> None:
        if self._inventory is None or self._choice is None:
            return
        chosen = self._chosen()
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
        self._any.setChecked(not self._spec.use)

    @Slot()
    def _change_any(self) -> None:
        if self._choice is not None:
            self._emit(self._choice.any_free(self._kind.currentData(), self._count.value()))

    @Slot(int)
    def _reslice(self, cores_per_slice: int) -> None:
        if self._choice is not None and self._inventory is not None:
            self._emit(self._choice.resliced(self._inventory, cores_per_slice))

    def _emit(self, changes: Changes) -> None:
        if changes:
            self.changed.emit(changes)


def _link(text: str, name: str, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setProperty("role", "link")
    button.setAccessibleName(text)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
