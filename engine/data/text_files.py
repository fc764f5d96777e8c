"""Plain text of a person's own, or the one that comes with Paraloom."""

from importlib import resources
from itertools import accumulate
from pathlib import Path

from engine.kept import kept
from engine.paths import Stamp, look_at_either, problem_with, stamp_of, unreadable
from engine.reading import read_pieces

_FIELD = "data.file"


def stamp_text(file: str) -> tuple[Stamp, ...]:
    """The files of a text as they are now.

    Args:
        file: A file, a folder of .txt files, or nothing for the text that comes with Paraloom.

    Raises:
        PlanError: There are none, or they may not be read.
    """
    if not file.strip():
        return (stamp_of(own_text()),)
    stamp = look_at_either(file, field=_FIELD)
    if not stamp.path.is_dir():
        return (stamp,)
    try:
        stamps = tuple(stamp_of(path) for path in sorted(stamp.path.glob("*.txt")))
    except OSError as error:
        raise unreadable(stamp.path, _FIELD, error) from error
    if not stamps:
        raise problem_with(
            _FIELD, f"There are no .txt files in {stamp.path}.", "Put text there, or choose a file."
        )
    return stamps


def read_text(stamps: tuple[Stamp, ...]) -> str:
    """The whole text, the files in the order of their names. Raises PlanError where one is no text."""
    total = sum(stamp.size for stamp in stamps)
    before = accumulate((stamp.size for stamp in stamps), initial=0)
    return "\n".join(_read_file(stamp.path, done, total) for stamp, done in zip(stamps, before, strict=False))


@kept
def read_characters(stamps: tuple[Stamp, ...]) -> tuple[str, int]:
    """The different characters of a text, sorted, and how many it has in all. Raises as `read_text`."""
    text = read_text(stamps)
    return "".join(sorted(set(text))), len(text)


def own_text() -> Path:
    """Lewis Carroll, Alice's Adventures in Wonderland, 1865: its author died in 1898."""
    return Path(str(resources.files("resources"))) / "texts" / "alice.txt"


def _read_file(path: Path, before: int, total: int) -> str:
    try:
        data = read_pieces(path, before, total)
    except OSError as error:
        raise unreadable(path, _FIELD, error) from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise problem_with(
            _FIELD, f"{path} is not UTF-8 text in line {line}.", "Save it as UTF-8."
        ) from error
