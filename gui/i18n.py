"""The person's language. What the engine says is English there and translated here."""

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from gui.files import resources_dir

LANGUAGES = ("system", "en", "zh_CN")
_CONTEXT = "engine"
_NUMBER = re.compile(r"\d[\d,.]*")
_installed: list[QTranslator] = []


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
    if language != "en":
        translator = QTranslator(application)
        if translator.load(str(translations_dir() / f"paraloom_{language}.qm")):
            application.installTranslator(translator)
            _installed.append(translator)
    return language


def translations_dir() -> Path:
    """Where the translations lie."""
    return resources_dir() / "translations"


def translate_engine(text: str) -> str:
    """What the engine said, in the person's language; as it is where there is no translation.

    Figures do not matter: `Use 2 slices` is looked up as `Use {} slices`.
    """
    exact = QCoreApplication.translate(_CONTEXT, text)
    if exact != text or not _installed:
        return exact
    figures = _NUMBER.findall(text)
    pattern = _NUMBER.sub("{}", text)
    found = QCoreApplication.translate(_CONTEXT, pattern)
    if found == pattern or found.count("{}") != len(figures):
        return text
    return found.format(*figures)
