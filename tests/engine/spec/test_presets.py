from pathlib import Path

import pytest

from engine.errors import SpecError
from engine.spec.presets import find_spec, list_presets, presets_dir


@pytest.mark.parametrize("text", ["digits-ddp", "digits-ddp.toml"])
def test_that_a_preset_is_found_by_name(text: str) -> None:
    assert find_spec(text) == presets_dir() / "digits-ddp.toml"


def test_that_a_file_comes_before_a_preset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "digits-ddp.toml").touch()
    monkeypatch.chdir(tmp_path)
    assert find_spec("digits-ddp.toml") == Path("digits-ddp.toml")


def test_that_what_is_neither_names_the_presets(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        find_spec(str(tmp_path / "gone.toml"))
    assert all(preset.stem in caught.value.mend for preset in list_presets())
