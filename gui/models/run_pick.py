"""The runs that are chosen among those that are compared: the same in every view of them."""

from PySide6.QtCore import QObject, Signal


class RunPick(QObject):
    """Names of runs; whoever shows runs tells it what a person chose, and hears what another one told."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """The chosen runs."""
        return self._names

    def choose(self, names: frozenset[str]) -> None:
        """These and no others."""
        if names != self._names:
            self._names = names
            self.changed.emit()

    def add(self, names: frozenset[str]) -> None:
        """These, too; or, where all of them are chosen, no longer these."""
        self.choose(self._names - names if names <= self._names else self._names | names)
