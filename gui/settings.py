"""What the window remembers from one time to the next."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


class Settings:
    """Theme, language, folder of the runs, geometry, columns and the last spec, over QSettings."""

    def __init__(self, store: QSettings | None = None) -> None:
        """Opens the person's own settings.

        Args:
            store: Where they lie, if elsewhere.
        """
        self._store = store or QSettings("Paraloom", "Paraloom")

    def _text(self, key: str, default: str) -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    @property
    def theme(self) -> str:
        """`system`, `light` or `dark`."""
        theme = self._text("theme", "system")
        return theme if theme in ("system", "light", "dark") else "system"

    def set_theme(self, theme: str) -> None:
        """Remember the theme."""
        self._store.setValue("theme", theme)

    @property
    def last_look(self) -> str:
        """`light` or `dark`: what the window looked like last, to be painted before the system is asked."""
        look = self._text("last_look", "light")
        return self.theme if self.theme in ("light", "dark") else look

    def set_last_look(self, name: str) -> None:
        """Remember what the window looks like."""
        if name != self._text("last_look", "light"):
            self._store.setValue("last_look", name)

    @property
    def language(self) -> str:
        """`system`, `en` or `zh_CN`."""
        language = self._text("language", "system")
        return language if language in ("system", "en", "zh_CN") else "system"

    def set_language(self, language: str) -> None:
        """Remember the language."""
        self._store.setValue("language", language)

    @property
    def runs_dir(self) -> Path:
        """The folder of all runs: the one chosen, else the default of this machine."""
        from engine.record.folder import default_runs_dir  # after the first paint: it takes long to import

        chosen = self._text("runs_dir", "")
        return Path(chosen) if chosen else default_runs_dir()

    def set_runs_dir(self, folder: Path | None) -> None:
        """Remember the folder of all runs; None: the default of this machine."""
        self._store.setValue("runs_dir", str(folder or ""))

    @property
    def last_spec(self) -> str:
        """The spec that was last composed, as TOML; empty for none."""
        return self._text("last_spec", "")

    def set_last_spec(self, text: str) -> None:
        """Remember the spec."""
        self._store.setValue("last_spec", text)

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window; empty for none."""
        value = self._store.value("geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_geometry(self, geometry: QByteArray) -> None:
        """Remember size and place."""
        self._store.setValue("geometry", geometry)

    @property
    def runs_columns(self) -> str:
        """The columns of the run table as JSON; empty for none chosen."""
        return self._text("runs_columns", "")

    def set_runs_columns(self, text: str) -> None:
        """Remember the columns of the run table."""
        self._store.setValue("runs_columns", text)

    @property
    def runs_views(self) -> str:
        """The views of the run table that are kept, as JSON; empty for none."""
        return self._text("runs_views", "")

    def set_runs_views(self, text: str) -> None:
        """Remember the views of the run table."""
        self._store.setValue("runs_views", text)

    @property
    def run_cues(self) -> str:
        """The colours that runs have in comparisons, as JSON; empty for none."""
        return self._text("run_cues", "")

    def set_run_cues(self, text: str) -> None:
        """Remember the colours of runs."""
        self._store.setValue("run_cues", text)
