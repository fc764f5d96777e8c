"""Ready-made specs that come with Paraloom, and what a person may write in place of a file."""

from importlib import resources
from pathlib import Path

from engine.errors import Problem, SpecError


def presets_dir() -> Path:
    """The folder of the presets, one TOML file each."""
    return Path(str(resources.files("resources"))) / "presets"


_STUDY, _SWEEP = "study-", "sweep-"
"""How the names of presets begin that are studies or sweeps, not runs."""


def list_presets() -> tuple[Path, ...]:
    """The files of all presets of runs, by name."""
    every = sorted(presets_dir().glob("*.toml"))
    return tuple(path for path in every if not path.name.startswith((_STUDY, _SWEEP)))


def list_study_presets() -> tuple[Path, ...]:
    """The files of all presets of studies, by name; `engine.lab.study.files` reads them."""
    return tuple(sorted(presets_dir().glob(f"{_STUDY}*.toml")))


def list_sweep_presets() -> tuple[Path, ...]:
    """The files of all presets of sweeps, by name; `engine.lab.sweep.files` reads them."""
    return tuple(sorted(presets_dir().glob(f"{_SWEEP}*.toml")))


def find_spec(text: str) -> Path:
    """The file that a person means: a path, or the name of a preset.

    Raises:
        SpecError: There is neither such a file nor such a preset.
    """
    path = Path(text).expanduser()
    if path.is_file():
        return path
    for preset in list_presets():
        if text in (preset.stem, preset.name):
            return preset
    names = ", ".join(preset.stem for preset in list_presets())
    raise SpecError(
        [
            Problem(
                field="",
                sentence=f"There is no file {text}, and no preset of that name.",
                mend=f"Give the path of a TOML file, or one of: {names}." if names else "Give a TOML file.",
            )
        ]
    )
