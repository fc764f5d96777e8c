"""The person's language. What the engine says is English there and translated here."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from gui.files import resources_dir

LANGUAGES = ("system", "en", "zh_CN")
_GAP = "{}"
_installed: list[QTranslator] = []
_texts: dict[str, str] = {}
"""What the engine says, English to the person's language; empty for English."""
_patterns: list[tuple[re.Pattern[str], str]] = []
"""Those with gaps for names and figures, the longest first."""


def install_language(language: str) -> str:
    """Speak a language from now on; what is already shown keeps its words.

    Args:
        language: `en`, `zh_CN`, or `system` for that of the person's desktop.

    Returns:
        The language that is spoken.

    Raises:
        ValueError: There is no such language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"There is no language {language}; choose one of {', '.join(LANGUAGES)}.")
    application = QCoreApplication.instance()
    assert application is not None
    while _installed:
        application.removeTranslator(_installed.pop())
    if language == "system":
        chinese = QLocale.system().language() == QLocale.Language.Chinese
        language = "zh_CN" if chinese else "en"
    _use_texts({} if language == "en" else _read_texts(engine_texts_path(language)))
    if language != "en":
        translator = QTranslator(application)
        if translator.load(str(translations_dir() / f"paraloom_{language}.qm")):
            application.installTranslator(translator)
            _installed.append(translator)
    return language


def engine_texts_path(language: str) -> Path:
    """The catalogue of what the engine says."""
    return translations_dir() / f"engine_{language}.toml"


def translations_dir() -> Path:
    """Where the translations lie."""
    return resources_dir() / "translations"


@lru_cache(maxsize=4096)
def translate_engine(text: str) -> str:
    """What the engine said, in the person's language; as it is where there is no translation.

    Names and figures in it do not matter: `Use 2 blocks` is found as `Use {} blocks`. Those that are
    texts of the engine are translated, too. Where several patterns fit, the one with the most letters counts.
    """
    if text in _texts:
        return _texts[text]
    for pattern, translation in _patterns:
        found = pattern.fullmatch(text)
        if found is not None:
            parts = [translate_engine(part) for part in found.groups()]
            return translation.format(*parts) if "{}" in translation else translation.format("", *parts)
    return text


def _read_texts(path: Path) -> dict[str, str]:
    """All tables of a catalogue, joined: English to translation."""
    with path.open("rb") as file:
        tables = tomllib.load(file)
    return {text: translation for table in tables.values() for text, translation in table.items()}


def _use_texts(texts: dict[str, str]) -> None:
    _texts.clear()
    _texts.update(texts)
    patterned = sorted((text for text in texts if _GAP in text), key=len, reverse=True)
    _patterns[:] = [(_pattern(text), texts[text]) for text in patterned]
    translate_engine.cache_clear()


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in text.split(_GAP)), re.DOTALL)
