"""What keeps a run from being faster, in a sentence."""

from collections.abc import Mapping

from PySide6.QtWidgets import QLabel, QWidget

_MUCH = {"data": 0.15, "communication": 0.25, "rest": 0.2}
"""From these shares of a step a phase is worth a word; the first one that has so much."""


def limit_of(shares: Mapping[str, float]) -> str:
    """What most needs mending. Pure.

    Args:
        shares: Phase to its share in the time of a step, from 0 to 1; empty where nothing is known.

    Returns:
        A phase that takes more than it should, `compute` where none does, empty where nothing is known.
    """
    if not shares:
        return ""
    return next((phase for phase, much in _MUCH.items() if shares.get(phase, 0.0) >= much), "compute")


class StepAdvice(QLabel):
    """Without figures, which stand beside the bars: so it changes seldom, and lays nothing out anew."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("run-step-advice")
        self.setWordWrap(True)
        self._limit = ""
        self._words = {
            "": "",
            "data": self.tr("Why is it no faster? The ranks wait for samples: give them more data workers."),
            "communication": self.tr(
                "Why is it no faster? The ranks wait for each other: with a larger micro-batch, or more "
                "accumulation steps, they meet less often."
            ),
            "rest": self.tr(
                "Why is it no faster? Much of a step is spent beside the model: larger micro-batches make it "
                "count for less."
            ),
            "compute": self.tr(
                "Why is it no faster? Nearly all of a step is computing: that is as it should be."
            ),
        }

    def show_shares(self, shares: Mapping[str, float]) -> None:
        """Say what limits a run whose steps are made up like that."""
        limit = limit_of(shares)
        if limit != self._limit:
            self._limit = limit
            self.setText(self._words[limit])
