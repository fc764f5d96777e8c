"""What the engine says is English there and translated here, by a catalogue of texts with gaps."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

from gui.i18n import LANGUAGES, spoken_language, translations_dir

_GAP = "{}"
_FEW_LETTERS = 8
_FIGURE = r"[\d\"'`\[:./_]"
"""What figures, quotations, devices, fields and paths have, and words have not."""
_NUMBERED_GAP = r"\{(\d+)\}"
_IDEOGRAPH = "[\u4e00-\u9fff]"
_WIDE = "[\u3000-\u9fff\uff00-\uffef]"
"""Chinese words and marks. These are compiled when a text is first translated; English ones never are."""


def engine_texts_path(language: str) -> Path:
    """The catalogue of what the engine says."""
    return translations_dir() / f"engine_{language}.toml"


def translate_engine(text: str) -> str:
    """What the engine said, in the person's language; as it is where there is no translation.

    Names and figures in it do not matter: `Use 2 blocks` is found as `Use {} blocks`. Those that are
    texts of the engine are translated, too. Where several patterns fit, the one with the most letters counts.
    """
    language = spoken_language()
    return text if language == "en" else _translate(text, language)


@lru_cache(maxsize=4096)
def _translate(text: str, language: str) -> str:
    known = _catalogue(language)
    if text in known.texts:
        return known.texts[text]
    for pattern in known.patterns:
        translation = pattern.translate(text)
        if translation is not None:
            return translation
    return text


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
        shape = re.compile("(.+?)".join(re.escape(piece) for piece in pieces), re.DOTALL)
        numbers = count(1)
        numbered = re.sub(re.escape(_GAP), lambda _gap: f"{{{next(numbers)}}}", translation)
        num_letters = sum(letter.isalpha() for piece in pieces for letter in piece)
        return cls(pieces[0], pieces[-1], shape, numbered, num_letters)

    def translate(self, text: str) -> str | None:
        if not (text.startswith(self.begin) and text.endswith(self.end)):
            return None
        found = self.shape.fullmatch(text)
        if found is None:
            return None
        parts = [_translate_part(part) for part in found.groups()]
        if self.num_letters < _FEW_LETTERS:  # `{} or {}` and the like stand in other people's texts, too
            texts = _catalogue(spoken_language()).texts
            known = [new != old or old in texts for new, old in zip(parts, found.groups(), strict=True)]
            is_meant = any(known) if self.num_letters else known[0]
            if not is_meant and not all(re.search(_FIGURE, part) for part in found.groups()):
                return None
        return self._filled(parts)

    def _filled(self, parts: Sequence[str]) -> str:
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


def _translate_part(text: str) -> str:
    """A name, a figure, a text, or several texts with commas between them."""
    translation = translate_engine(text)
    if translation != text or ", " not in text:
        return translation
    items = [translate_engine(item) for item in text.split(", ")]
    is_list = all(new != old for new, old in zip(items, text.split(", "), strict=True))
    return "、".join(items) if is_list else text


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """What the engine says in a language."""

    texts: dict[str, str]
    """English to that language."""
    patterns: tuple[_Pattern, ...]
    """Those with gaps for names and figures, those with the most letters first."""


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> _Catalogue:
    """Read when the engine is first translated: the frame, which comes before, says nothing of its."""
    with engine_texts_path(language).open("rb") as file:
        tables = tomllib.load(file)
    texts = {text: translation for table in tables.values() for text, translation in table.items()}
    patterns = [_Pattern.of(text, translation) for text, translation in texts.items() if _GAP in text]
    patterns.sort(key=lambda pattern: (pattern.num_letters, pattern.shape.groups), reverse=True)
    return _Catalogue(texts, tuple(patterns))
