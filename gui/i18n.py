"""The person's language, as the window speaks it; `gui.engine_texts` has what the engine says."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from gui.files import resources_dir

LANGUAGES = ("system", "en", "zh_CN")
_installed: list[QTranslator] = []
_spoken = "en"


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
    global _spoken
    application = QCoreApplication.instance()
    assert application is not None
    while _installed:
        application.removeTranslator(_installed.pop())
    if language == "system":
        chinese = QLocale.system().language() == QLocale.Language.Chinese
        language = "zh_CN" if chinese else "en"
    _spoken = language
    translator = QTranslator(application)  # English has one, too: for `1 run` and `2 runs`
    if translator.load(str(translations_dir() / f"paraloom_{language}.qm")):
        application.installTranslator(translator)
        _installed.append(translator)
    qt = QTranslator(application)  # what Qt itself says: OK, Cancel
    if qt.load(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath) + f"/qtbase_{language}.qm"):
        application.installTranslator(qt)
        _installed.append(qt)
    return language


def spoken_language() -> str:
    """`en` or `zh_CN`."""
    return _spoken


def listed(items: Iterable[str]) -> str:
    """Words one after the other, with the comma of the person's language."""
    return ("、" if _spoken == "zh_CN" else ", ").join(items)


def translations_dir() -> Path:
    """Where the translations lie."""
    return resources_dir() / "translations"
