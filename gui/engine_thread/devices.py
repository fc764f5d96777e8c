"""What this machine has, who uses it, and what it is doing."""

import shutil
import time
from pathlib import Path

from PySide6.QtCore import Signal, Slot

from engine.devices.inventory import Inventory, read_inventory
from engine.devices.sampler import DeviceSampler
from engine.errors import ParaloomError
from engine.record.leases import holders
from gui.engine_thread.worker import Worker
from gui.models.messages import DevicesSampled, DiskFound, InventoryFound

SAMPLE_MS = 500
LEASES_SECONDS = 2.0
INVENTORY_SECONDS = 10.0


class DevicesWorker(Worker):
    """Samples every GPU and every core twice a second; says who holds what where that changes."""

    inventory_found = Signal(InventoryFound)
    devices_sampled = Signal(DevicesSampled)
    disk_found = Signal(DiskFound)

    def __init__(self, runs_dir: Path) -> None:
        super().__init__()
        self._runs_dir = runs_dir
        self._inventory: Inventory | None = None
        self._sampler: DeviceSampler | None = None
        self._inventory_due = self._leases_due = 0.0
        self._leases: tuple[tuple[str, str], ...] = ()
        self._problem = ""

    @Slot()
    def begin(self) -> None:
        """Looks as soon as all workers have begun."""
        self._timer = self.new_timer(self._look)
        self._timer.start(0)

    def close(self) -> None:
        """Lets go of the devices."""
        if self._sampler is not None:
            self._sampler.close()
            self._sampler = None

    @Slot()
    def _look(self) -> None:
        now = time.monotonic()
        try:
            if now >= self._leases_due:
                self._leases_due = now + LEASES_SECONDS
                self._find(is_inventory_due=now >= self._inventory_due)
            if self._sampler is not None:
                self.devices_sampled.emit(DevicesSampled(samples=tuple(self._sampler.sample())))
        finally:
            self._timer.start(SAMPLE_MS)

    def _find(self, *, is_inventory_due: bool) -> None:
        """Tells of inventory and leases every ten seconds, and where a lease changed."""
        if is_inventory_due or self._inventory is None:
            self._inventory_due = time.monotonic() + INVENTORY_SECONDS
            self._use(read_inventory())
            self._tell_disk()
        leases = self._read_leases()
        if (is_inventory_due or leases != self._leases) and self._inventory is not None:
            self._leases = leases
            self.inventory_found.emit(InventoryFound(inventory=self._inventory, leases=leases))

    def _tell_disk(self) -> None:
        place = next((each for each in (self._runs_dir, *self._runs_dir.parents) if each.exists()), None)
        if place is not None:
            self.disk_found.emit(DiskFound(free_bytes=shutil.disk_usage(place).free))

    def _use(self, inventory: Inventory) -> None:
        if inventory == self._inventory:
            return
        self.close()
        self._inventory = inventory
        self._sampler = DeviceSampler((*inventory.gpus, *inventory.cpu_slices(1)))

    def _read_leases(self) -> tuple[tuple[str, str], ...]:
        try:
            found = tuple(sorted(holders(self._runs_dir).items()))
        except ParaloomError as error:
            if self._problem != error.sentence:  # told once, not every two seconds
                self._problem = error.sentence
                with self.told():
                    raise
            return self._leases
        self._problem = ""
        return found
