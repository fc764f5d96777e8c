"""The workspace that watches every device."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.devices.inventory import Inventory
from gui.engine_texts import translate_engine
from gui.models.device_table import device_colour_index
from gui.models.messages import DevicesSampled, InventoryFound
from gui.plots.device_history import KEPT_SECONDS, DeviceHistory
from gui.plots.shared_axis import SharedAxis
from gui.theme import ThemeKeeper, device_colour
from gui.views.monitor.device_card import DeviceCard
from gui.widgets.scrolled import scrolled

_SPANS = (60, 600, 3600, int(KEPT_SECONDS))
_CARD_SHARE, _MOST_PIXELS = 50, 320
"""Cards share the height there is, up to a height above which curves of so little say no more."""


class MonitorWorkspace(QWidget):
    """A card a device, with its history since the window opened."""

    def __init__(self, keeper: ThemeKeeper, history: DeviceHistory, parent: QWidget | None = None) -> None:
        """Builds it, without cards.

        Args:
            keeper: The theme.
            history: What the devices did; it gets every sample before this page does.
            parent: Its owner.
        """
        super().__init__(parent)
        self.setObjectName("monitor")
        self._keeper, self._history = keeper, history
        self._inventory: Inventory | None = None
        self._cards: dict[str, DeviceCard] = {}
        self._axis = SharedAxis(self, by="wall", span=float(_SPANS[0]))
        title = QLabel(self.tr("Monitor"), self)
        title.setProperty("role", "title")
        self._sentence = QLabel(self)
        self._sentence.setProperty("role", "muted")
        self._span = QComboBox(self)
        self._span.setObjectName("monitor-span")
        self._span.setAccessibleName(self.tr("How far back"))
        words = (self.tr("1 minute"), self.tr("10 minutes"), self.tr("1 hour"), self.tr("24 hours"))
        for seconds, word in zip(_SPANS, words, strict=True):
            self._span.addItem(word, seconds)
        self._span.currentIndexChanged.connect(self._set_span)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self._sentence, 1)
        head.addWidget(self._span)
        inner = QWidget(self)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 16, 22, 10)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(scrolled(inner, self), 1)

    def card(self, device_id: str) -> DeviceCard:
        """The card of a device."""
        return self._cards[device_id]

    @Slot(object)
    def set_inventory(self, found: InventoryFound) -> None:
        """Which devices there are, and which run holds what."""
        if found.inventory != self._inventory:
            self._show_machine(found.inventory)
        leases = dict(found.leases)
        for card in self._cards.values():
            card.show_holder(next((leases[key] for key in card.device.lease_keys if key in leases), ""))

    def _show_machine(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._sentence.setText("   " + translate_engine(inventory.gpu_problem))
        for card in self._cards.values():
            card.deleteLater()
        self._cards = {}
        self._axis.deleteLater()
        self._axis = SharedAxis(self, by="wall", span=float(self._span.currentData()))
        for number, device in enumerate((*inventory.gpus, *inventory.cpu_slices(1))):
            colour = device_colour(device_colour_index(device.id, inventory))
            card = DeviceCard(self._keeper, device, colour, self._axis, self._history, self)
            card.setMaximumHeight(_MOST_PIXELS)
            self._column.insertWidget(number, card, _CARD_SHARE)
            self._cards[device.id] = card

    @Slot(object)
    def add_samples(self, sampled: DevicesSampled) -> None:
        """One reading of every device, which the history has already."""
        for sample in sampled.samples:
            card = self._cards.get(sample.device_id)
            if card is not None:
                card.show_sample(sample)
        self._axis.touch()

    @Slot()
    def _set_span(self) -> None:
        self._axis.set_span(float(self._span.currentData()))
