"""Data sets that lie in a person's own files."""

from typing import Literal

from pydantic import Field

from engine.base import Record
from engine.spec.augment import AugmentSpec


class ImageFolderSpec(Record):
    """A folder of pictures, with a sub-folder for each class."""

    kind: Literal["image_folder"] = "image_folder"

    folder: str = ""
    """Full path of the folder; each of its sub-folders is a class and holds that class's pictures."""
    test_folder: str = ""
    """Full path of a folder with the test pictures, in sub-folders of the same names; empty: a part of the
    pictures is kept for testing."""
    size: int = Field(default=64, ge=4, le=1024)
    """Height and width in pixels: the shorter side is scaled to it, and the middle is cut out."""
    grey: bool = False
    """One grey channel instead of red, green and blue."""
    test_fraction: float = Field(default=0.2, gt=0, lt=1)
    """Share of each class kept for evaluation, where there is no test folder."""
    split_seed: int = Field(default=0, ge=0, le=2**31 - 1)
    """Which samples are kept: the same seed keeps the same."""
    augment: AugmentSpec = Field(default_factory=AugmentSpec)
    """How pictures are changed."""


class ArraysSpec(Record):
    """Arrays of inputs and targets: .npz, .safetensors, or a folder of .npy files."""

    kind: Literal["arrays"] = "arrays"

    file: str = ""
    """Full path of a .npz or .safetensors file, or of a folder with a .npy file for each array."""
    inputs: str = "inputs"
    """Name of the array of inputs: a row for each sample."""
    targets: str = "targets"
    """Name of the array of targets: the class of each sample, or of each place of a sample."""
    test_inputs: str = ""
    """Name of the array of test inputs; empty: a part of the samples is kept for testing."""
    test_targets: str = ""
    """Name of the array of test targets."""
    channels: Literal["first", "last", "none"] = "first"
    """Of pictures: where their channels stand; none: grey pictures without an axis of channels."""
    test_fraction: float = Field(default=0.2, gt=0, lt=1)
    """Share of the samples kept for evaluation, where there are no test arrays."""
    split_seed: int = Field(default=0, ge=0, le=2**31 - 1)
    """Which samples are kept: the same seed keeps the same."""
    augment: AugmentSpec = Field(default_factory=AugmentSpec)
    """How pictures are changed."""


class CsvSpec(Record):
    """A table as text: a sample a line, the names of the columns in the first line."""

    kind: Literal["csv"] = "csv"

    file: str = ""
    """Full path of the table."""
    separator: Literal["comma", "semicolon", "tab"] = "comma"
    """What stands between two cells."""
    target: str = ""
    """Name of the column to be learnt, each of whose values is a class; empty: the last column."""
    leave_out: tuple[str, ...] = ()
    """Names of columns that are not learnt from, such as a running number."""
    most_words: int = Field(default=32, ge=2, le=10_000)
    """Most different values of a column of words: each becomes an input of its own."""
    test_fraction: float = Field(default=0.2, gt=0, lt=1)
    """Share of each class kept for evaluation."""
    split_seed: int = Field(default=0, ge=0, le=2**31 - 1)
    """Which samples are kept: the same seed keeps the same."""


class TextSpec(Record):
    """Plain text, of which the next token is learnt."""

    kind: Literal["text"] = "text"

    file: str = ""
    """Full path of a text file in UTF-8, or of a folder of .txt files; empty: Alice's Adventures in
    Wonderland, which comes with Paraloom."""
    tokens: Literal["characters", "byte_pairs"] = "characters"
    """What a token is: a character, or one of the byte pairs that are learnt from the training text."""
    vocabulary: int = Field(default=1024, ge=257, le=200_000)
    """Of byte pairs: how many different tokens there are."""
    length: int = Field(default=128, ge=1, le=131_072)
    """Tokens of a sample."""
    test_fraction: float = Field(default=0.1, gt=0, lt=1)
    """Share of the text, at its end, kept for evaluation."""
