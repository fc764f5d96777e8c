"""Values by name of which there are thousands: kept as one text a run, read when one of them is asked for."""

import json
from collections.abc import Mapping
from functools import lru_cache

Value = str | int | float | bool | None
"""One value; None where there is none."""


class Facts:
    """What one run has under its names. Runs that have the same names share them.

    A value is a line of JSON: to find one is to cut the text at line ends, which is ten times as fast as
    reading all of them, and ten thousand texts need a tenth of the memory of their values.
    """

    __slots__ = ("_names", "_text")

    def __init__(self, names: str, values: str) -> None:
        """From the two texts that `names_text` and `values_text` are.

        Args:
            names: JSON list of names.
            values: A line of JSON for each, in the same order.
        """
        self._names = _shared(names)
        self._text = values

    @staticmethod
    def of(values: Mapping[str, Value]) -> "Facts":
        """The facts in a mapping."""
        lines = "\n".join(json.dumps(value, ensure_ascii=False) for value in values.values())
        return Facts(json.dumps(list(values), ensure_ascii=False), lines)

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in their order; the same object in all runs that have the same."""
        return self._names.names

    @property
    def names_text(self) -> str:
        """The names as JSON."""
        return self._names.text

    @property
    def values_text(self) -> str:
        """The values as lines of JSON."""
        return self._text

    def get(self, name: str) -> Value:
        """The value under that name; None where there is none.

        Also where the text is damaged: it is only ever a copy of what a run folder holds.
        """
        place = self._names.places.get(name)
        if place is None:
            return None
        lines = self._text.split("\n", place + 1)
        return _read(lines[place]) if place < len(lines) else None

    def as_dict(self) -> dict[str, Value]:
        """All values by name."""
        return {name: self.get(name) for name in self.names}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Facts):
            return NotImplemented
        return self._text == other._text and self._names.text == other._names.text

    def __hash__(self) -> int:
        return hash((self._names.text, self._text))

    def __repr__(self) -> str:
        return f"Facts({self._names.text!r}, {self._text!r})"


class _Names:
    """Names, and where each one's value stands."""

    __slots__ = ("names", "places", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: tuple[str, ...] = tuple(json.loads(text))
        self.places = {name: place for place, name in enumerate(self.names)}


@lru_cache(maxsize=4096)
def _shared(text: str) -> _Names:
    return _Names(text)


@lru_cache(maxsize=16384)
def _read(line: str) -> Value:
    try:
        value: Value = json.loads(line)
    except ValueError:
        return None
    return value


NO_FACTS = Facts("[]", "")
"""Of a run of which nothing is known."""
