"""Ready-made specs that come with Paraloom, and what a person may write in place of a file."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from engine.errors import Problem, SpecError


def presets_dir() -> Path:
    """The folder of the presets, one TOML file each."""
    return Path(str(resources.files("resources"))) / "presets"


STUDY, SWEEP = "study-", "sweep-"
"""How the names of presets begin that are studies or sweeps, not runs."""


def list_presets() -> tuple[Path, ...]:
    """The files of all presets of runs, by name."""
    every = sorted(presets_dir().glob("*.toml"))
    return tuple(path for path in every if not path.name.startswith((STUDY, SWEEP)))


def list_study_presets() -> tuple[Path, ...]:
    """The files of all presets of studies, by name; `engine.lab.study.files` reads them."""
    return tuple(sorted(presets_dir().glob(f"{STUDY}*.toml")))


def list_sweep_presets() -> tuple[Path, ...]:
    """The files of all presets of sweeps, by name; `engine.lab.sweep.files` reads them."""
    return tuple(sorted(presets_dir().glob(f"{SWEEP}*.toml")))


def file_or_preset(text: str, presets: Sequence[Path], beginning: str = "") -> Path | None:
    """The file that a person means: a path, or the name of one of these presets; None: neither.

    Args:
        text: What a person wrote.
        presets: Their files.
        beginning: What their names begin with, which may be left out.
    """
    path = Path(text).expanduser()
    if path.is_file():
        return path
    for preset in presets:
        if text in (preset.stem, preset.name, preset.stem.removeprefix(beginning)):
            return preset
    return None


def find_spec(text: str) -> Path:
    """The file that a person means: a path, or the name of a preset.

    Raises:
        SpecError: There is neither such a file nor such a preset.
    """
    presets = list_presets()
    if (found := file_or_preset(text, presets)) is not None:
        return found
    names = ", ".join(preset.stem for preset in presets)
    raise SpecError(
        [
            Problem(
                field="",
                sentence=f"There is no file {text}, and no preset of that name.",
                mend=f"Give the path of a TOML file, or one of: {names}." if names else "Give a TOML file.",
            )
        ]
    )
