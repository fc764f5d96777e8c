"""The page before the first run: three presets that run on this machine."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.widgets.card import Card

_CARD_PIXELS = 250
_BUTTON_PIXELS = 30


@dataclass(frozen=True, slots=True)
class PresetOffer:
    """A preset that trains in under a minute."""

    name: str
    num_cores: int
    """Cores it needs."""


OFFERS = (
    PresetOffer("digits-ddp", 2),
    PresetOffer("digits-single", 1),
    PresetOffer("digits-mlp", 1),
    PresetOffer("digits-data-parallel", 2),
)
"""The best first; three are shown."""
_NUM_SHOWN = 3


def fitting(num_cores: int) -> tuple[PresetOffer, ...]:
    """What to offer on a machine with so many cores. Pure."""
    return tuple(offer for offer in OFFERS if offer.num_cores <= num_cores)[:_NUM_SHOWN]


class EmptyRuns(QWidget):
    """Says what will be here, and how to get it."""

    chosen = Signal(str)
    """Name of a preset."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("No runs yet"), self)
        title.setProperty("role", "title")
        words = QLabel(
            self.tr(
                "Every run you start will be listed here. "
                "Each of these trains on this very machine in under a minute:"
            ),
            self,
        )
        words.setProperty("role", "muted")
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 16, 22, 16)
        layout.setSpacing(10)
        layout.addStretch(2)
        layout.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(14)
        layout.addLayout(self._row)
        layout.addSpacing(14)
        self._below = QHBoxLayout()
        self._below.setSpacing(10)
        layout.addLayout(self._below)
        layout.addStretch(3)
        self._cards: list[Card] = []
        self._offers: tuple[PresetOffer, ...] = ()
        self.offer(fitting(1))

    def offer_import(self, button: QToolButton) -> None:
        """Runs may come from elsewhere, too.

        Args:
            button: Opens the menu with what there is.
        """
        words = QLabel(self.tr("Or bring runs from elsewhere: drop their zip files here."), self)
        words.setProperty("role", "muted")
        self._below.addStretch(1)
        self._below.addWidget(words)
        self._below.addWidget(button)
        self._below.addStretch(1)

    def offer(self, offers: tuple[PresetOffer, ...]) -> None:
        """Show a card each."""
        if offers == self._offers:
            return
        self._offers = offers
        while self._row.count():
            self._row.takeAt(0)
        for card in self._cards:
            card.deleteLater()
        self._cards = [self._make_card(offer, is_first=offer is offers[0]) for offer in offers]
        self._row.addStretch(1)
        for card in self._cards:
            self._row.addWidget(card)
        self._row.addStretch(1)

    def _make_card(self, offer: PresetOffer, *, is_first: bool) -> Card:
        title, sentence = self._texts()[offer.name]
        card = Card(title, self)
        card.setFixedWidth(_CARD_PIXELS)
        words = QLabel(sentence, card)
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        button = QPushButton(self.tr("Try it"), card)
        button.setObjectName(f"runs-preset-{offer.name}")
        button.setAccessibleName(f"{title}: {button.text()}")
        button.setProperty("preset", offer.name)
        button.setFixedHeight(_BUTTON_PIXELS)
        if is_first:
            button.setProperty("role", "primary")
        button.clicked.connect(self._choose)
        card.body.addWidget(words, 1)
        card.body.addSpacing(4)
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _texts(self) -> dict[str, tuple[str, str]]:
        return {
            "digits-ddp": (
                self.tr("Two cores at once"),
                self.tr("A CNN learns handwritten digits with DistributedDataParallel: a process a core."),
            ),
            "digits-single": (
                self.tr("One core"),
                self.tr("The same CNN on a single core: what the others are compared with."),
            ),
            "digits-mlp": (
                self.tr("In a few seconds"),
                self.tr("A small multi-layer perceptron on one core. Done before you have read this."),
            ),
            "digits-data-parallel": (
                self.tr("One process, two cores"),
                self.tr("The same CNN with DataParallel: a replica on each of two cores."),
            ),
        }

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(str(self.sender().property("preset")))
