"""Where the files lie that come with Paraloom."""

from pathlib import Path

import resources


def resources_dir() -> Path:
    """The folder of icons, translations and presets.

    By the package's own path: `importlib.resources` takes as long to import as all of the frame.
    """
    return Path(resources.__path__[0])
