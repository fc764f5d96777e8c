"""The colour and the line by which a run is known in every comparison. Free of Qt."""

import json
import zlib
from dataclasses import dataclass

from gui.colours import DEVICE_COLOURS

_NUM_COLOURS = len(DEVICE_COLOURS)
NUM_CUES = 2 * _NUM_COLOURS
"""Each colour in a whole line and in dashes."""
_MOST_KEPT = 4000


@dataclass(frozen=True, slots=True)
class Cue:
    """How a run is drawn."""

    colour: str
    dashed: bool


class RunCues:
    """Gives each run a cue that it keeps: the one that its name asks for, or the next that is free.

    Two runs that are compared have the same cue only if there are more than `NUM_CUES`, or if each got it
    in another comparison.
    """

    def __init__(self, kept: str = "") -> None:
        """Goes on from what `as_text` gave.

        Args:
            kept: JSON; empty or damaged: nothing is known.
        """
        self._slots = _read(kept)

    def assign(self, names: tuple[str, ...]) -> dict[str, Cue]:
        """The cues of runs that are compared; those that have none get one."""
        taken = [0] * NUM_CUES
        for name in names:
            if name in self._slots:
                taken[self._slots[name]] += 1
        for name in names:
            if name not in self._slots:
                slot = _free(zlib.crc32(name.encode()) % NUM_CUES, taken)
                self._slots[name] = slot
                taken[slot] += 1
        return {name: _cue(self._slots[name]) for name in names}

    def as_text(self) -> str:
        """What is to be kept, as JSON: the newest some thousand."""
        return json.dumps(dict(list(self._slots.items())[-_MOST_KEPT:]), ensure_ascii=False)


def _free(wanted: int, taken: list[int]) -> int:
    """The slot that fewest have: the wanted one or the next, of whole lines before those in dashes."""
    least = min(taken)
    order = [(wanted + number) % _NUM_COLOURS for number in range(_NUM_COLOURS)]
    order += [slot + _NUM_COLOURS for slot in order]
    return next(slot for slot in order if taken[slot] == least)


def _cue(slot: int) -> Cue:
    return Cue(DEVICE_COLOURS[slot % _NUM_COLOURS], slot >= _NUM_COLOURS)


def _read(text: str) -> dict[str, int]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: slot for name, slot in found.items() if type(slot) is int and 0 <= slot < NUM_CUES}
