"""What the engine says is English, and translated where it is read: by a catalogue of texts with gaps."""

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

import resources

Say = Callable[[str], str]
"""Gives a text of the engine in a person's language; as it is where there is no translation."""
LANGUAGES = ("en", "zh_CN")

_GAP = "{}"
_FEW_LETTERS = 8
_FIGURE = r"[\d\"'`\[:./_]"
"""What figures, quotations, devices, fields and paths have, and words have not."""
_NUMBERED_GAP = r"\{(\d+)\}"
_IDEOGRAPH = "[\u4e00-\u9fff]"
_WIDE = "[\u3000-\u9fff\uff00-\uffef]"
"""Chinese words and marks. These are compiled when a text is first translated; English ones never are."""
_MOST_KEPT = 4096
_ONLY_WHERE_NAMED = frozenset({"report"})
"""Parts with single words, which are names elsewhere: `state` of a table's head, and of a filter."""


def catalogue_path(language: str) -> Path:
    """The catalogue of what the engine says; English has none."""
    return Path(resources.__path__[0]) / "translations" / f"engine_{language}.toml"


def sayer(language: str, also: str = "") -> Say:
    """What says the engine's texts in one of `LANGUAGES`.

    Args:
        language: Which.
        also: A part of the catalogue that only counts where it is named, one of `_ONLY_WHERE_NAMED`.

    Names and figures in a text do not matter: `Use 2 blocks` is found as `Use {} blocks`. Those that are
    texts of the engine are translated, too. Where several patterns fit, the one with the most letters counts.
    """
    return str if language == "en" else _translator(language, also).say


@lru_cache(maxsize=2 * len(LANGUAGES))
def _translator(language: str, also: str) -> "_Translator":
    """Read when the engine is first translated: the frame, which comes before, says nothing of its."""
    with catalogue_path(language).open("rb") as file:
        tables = tomllib.load(file)
    left_out = _ONLY_WHERE_NAMED - {also}
    wanted = (table for name, table in tables.items() if name not in left_out)
    return _Translator({text: said for table in wanted for text, said in table.items()})


class _Translator:
    """What the engine says in a language."""

    def __init__(self, texts: dict[str, str]) -> None:
        """Args: texts: English to that language, with gaps."""
        self._texts = texts
        patterns = [_Pattern.of(text, said) for text, said in texts.items() if _GAP in text]
        patterns.sort(key=lambda pattern: (pattern.num_letters, pattern.shape.groups), reverse=True)
        self._patterns = tuple(patterns)
        self.say = lru_cache(maxsize=_MOST_KEPT)(self._say)

    def _say(self, text: str) -> str:
        if text in self._texts:
            return self._texts[text]
        for pattern in self._patterns:
            parts = pattern.parts(text)
            if parts is not None:
                said = [self._say_part(part) for part in parts]
                if pattern.num_letters >= _FEW_LETTERS or self._is_meant(pattern, parts, said):
                    return pattern.filled(said)
        return text

    def _is_meant(self, pattern: "_Pattern", parts: Sequence[str], said: Sequence[str]) -> bool:
        """Whether a text with few letters is the engine's: `{} or {}` stands in other people's texts, too."""
        known = [new != old or old in self._texts for new, old in zip(said, parts, strict=True)]
        if any(known) if pattern.num_letters else known[0]:
            return True
        return all(re.search(_FIGURE, part) for part in parts)

    def _say_part(self, text: str) -> str:
        """A name, a figure, a text, or several texts with commas between them."""
        said = self.say(text)
        if said != text or ", " not in text:
            return said
        items = [self.say(item) for item in text.split(", ")]
        is_list = all(new != old for new, old in zip(items, text.split(", "), strict=True))
        return "、".join(items) if is_list else text


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A text with gaps."""

    begin: str
    end: str
    shape: re.Pattern[str]
    translation: str
    """With a `{1}`, `{2}` … for every gap."""
    num_letters: int
    """How much it has besides its gaps."""

    @classmethod
    def of(cls, text: str, translation: str) -> "_Pattern":
        pieces = text.split(_GAP)
        gaps = ["(.+?)"] * (len(pieces) - 1)
        if not pieces[0]:
            gaps[:1] = ["((?:(?!: ).)+?)"]  # `ddp is left out: 2 …` does not begin with the name of something
        places = (*gaps, "")
        shape = re.compile(
            "".join(re.escape(piece) + gap for piece, gap in zip(pieces, places, strict=True)), re.DOTALL
        )
        numbers = count(1)
        numbered = re.sub(re.escape(_GAP), lambda _gap: f"{{{next(numbers)}}}", translation)
        num_letters = sum(letter.isalpha() for piece in pieces for letter in piece)
        return cls(pieces[0], pieces[-1], shape, numbered, num_letters)

    def parts(self, text: str) -> tuple[str, ...] | None:
        """What stands in its gaps; None where this is another text."""
        if not (text.startswith(self.begin) and text.endswith(self.end)):
            return None
        found = self.shape.fullmatch(text)
        return None if found is None else found.groups()

    def filled(self, parts: Sequence[str]) -> str:
        """Between Chinese words there is no space; between them and others there is one."""
        text = ""
        for piece in re.split(_NUMBERED_GAP, self.translation):
            piece = parts[int(piece) - 1] if piece.isdecimal() else piece
            if text.endswith(" ") and re.match(_WIDE, text[-2:-1]) and re.match(_WIDE, piece):
                text = text[:-1]
            elif piece.startswith(" ") and re.match(_WIDE, text[-1:]) and re.match(_WIDE, piece[1:]):
                piece = piece[1:]
            elif re.match(_IDEOGRAPH, text[-1:]) and piece[:1].isascii() and piece[:1].isalnum():
                text += " "
            text += piece
        return text
