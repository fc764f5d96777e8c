"""Where downloads and what is made of files are kept."""

import os
from pathlib import Path

import platformdirs


def cache_dir() -> Path:
    """$PARALOOM_CACHE, else the user's cache folder of Paraloom."""
    asked = os.environ.get("PARALOOM_CACHE")
    if asked:
        return Path(asked).expanduser().absolute()
    return Path(platformdirs.user_cache_dir("paraloom", appauthor=False))
