"""Columns of a table while it is read, line by line: numbers, or words that become codes."""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


class BadCellError(ValueError):
    """A cell that does not fit its column; the words say how."""


@dataclass(slots=True)
class NumberColumn:
    """Numbers, eight bytes each."""

    name: str
    values: "array[float]" = field(default_factory=lambda: array("d"))

    def add(self, cell: str) -> None:
        """The next cell. Raises BadCellError where it is no finite number."""
        number = read_number(cell)
        if number is None:
            raise BadCellError(f'{self.name} is "{_short(cell)}", which is no number')
        self.values.append(number)

    @property
    def width(self) -> int:
        """How many inputs it becomes."""
        return 1

    def inputs(self, train: NDArray[np.int64]) -> NDArray[np.float32]:
        """float32 [N, 1], with mean 0 and deviation 1 over the training samples."""
        numbers = np.frombuffer(self.values, dtype=np.float64)
        deviation = float(numbers[train].std())
        scaled = (numbers - float(numbers[train].mean())) / (deviation or 1.0)
        return scaled.astype(np.float32)[:, None]


@dataclass(slots=True)
class WordColumn:
    """Words, each kept once; a cell is the number of its word."""

    name: str
    most_words: int
    codes: "array[int]" = field(default_factory=lambda: array("l"))
    numbers: dict[str, int] = field(default_factory=dict)
    """Word to its number, in order of appearance."""

    def add(self, cell: str) -> None:
        """The next cell. Raises BadCellError where there are too many different words."""
        code = self.numbers.setdefault(cell, len(self.numbers))
        if code >= self.most_words:
            raise BadCellError(f"{self.name} has more than {self.most_words:,} different values")
        self.codes.append(code)

    @property
    def width(self) -> int:
        """How many inputs it becomes."""
        return len(self.numbers)

    def inputs(self, train: NDArray[np.int64]) -> NDArray[np.float32]:
        """float32 [N, words]: 1 in the place of the cell's word, words in their order."""
        return np.eye(self.width, dtype=np.float32)[self.sorted_codes()]

    def words(self) -> tuple[str, ...]:
        """The different words: numbers by their size, anything else by the alphabet."""
        numbers = {word: read_number(word) for word in self.numbers}
        if all(number is not None for number in numbers.values()):
            return tuple(sorted(self.numbers, key=lambda word: numbers[word] or 0.0))
        return tuple(sorted(self.numbers))

    def sorted_codes(self) -> NDArray[np.int64]:
        """int64 [N]: the place of each cell's word among `words`."""
        places = {word: place for place, word in enumerate(self.words())}
        table = np.array([places[word] for word in self.numbers], dtype=np.int64)
        return table[np.frombuffer(self.codes, dtype=np.dtype("l"))]


Column = NumberColumn | WordColumn


def read_number(cell: str) -> float | None:
    """The finite number that a cell holds, if it does."""
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def build_column(name: str, first_cells: Sequence[str], most_words: int) -> Column:
    """The column that fits most of the first cells: one bad cell must not turn numbers into words."""
    numbers = sum(read_number(cell) is not None for cell in first_cells)
    return NumberColumn(name) if 2 * numbers > len(first_cells) else WordColumn(name, most_words)


def _short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:38]} …"
