"""What the engine says, in the person's language."""

from engine.translation import sayer
from gui.i18n import spoken_language


def translate_engine(text: str) -> str:
    """What the engine said, in the language that the window speaks (`engine.translation.sayer`)."""
    return sayer(spoken_language())(text)
