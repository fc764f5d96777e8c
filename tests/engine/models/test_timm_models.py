"""Models of timm, which may be installed or not."""

import importlib.machinery
import sys
from importlib.util import find_spec

import pytest

from engine.errors import SpecError
from engine.models import model_for
from engine.spec import RunSpec, TimmSpec
from engine.spec.toml import apply_changes
from tests.engine.models.building import built, facts_of, num_parameters, pictures

PICTURES = facts_of((3, 32, 32))
HAS_TIMM = find_spec("timm") is not None
if HAS_TIMM:  # its first import sets variables of the environment: not in a test
    import timm  # noqa: F401
needs_timm = pytest.mark.skipif(not HAS_TIMM, reason="timm is not installed")


def test_that_where_timm_is_missing_a_person_learns_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "meta_path", [importlib.machinery.PathFinder])
    monkeypatch.delitem(sys.modules, "timm", raising=False)
    spec = RunSpec(model=TimmSpec())
    (problem,) = model_for(spec).check(spec, PICTURES)
    assert "pip install timm" in problem.mend
    assert problem.fix is not None
    mended = apply_changes(spec, problem.fix.changes)
    assert not model_for(mended).check(mended, PICTURES)


@pytest.mark.parametrize(
    ("name", "batch_norm"), [("resnet18", True), ("vit_tiny_patch16_224", False), ("convnext_nano", False)]
)
def test_that_batch_norm_is_known_by_the_family(name: str, batch_norm: bool) -> None:
    spec = RunSpec(model=TimmSpec(name=name))
    assert model_for(spec).has_batch_norm(spec, PICTURES) is batch_norm


@needs_timm
@pytest.mark.parametrize("channels", [1, 3])
def test_that_a_model_is_timms_own(channels: int) -> None:
    module = built(TimmSpec(name="resnet18"), facts_of((channels, 32, 32)))
    assert num_parameters(module) == 11_181_642 - (3 - channels) * 64 * 49
    assert module(pictures((channels, 32, 32))).shape == (3, 10)


@needs_timm
def test_that_a_name_nobody_knows_gets_others() -> None:
    with pytest.raises(SpecError, match=r"timm has no model resnet18x.*Did you mean"):
        built(TimmSpec(name="resnet18x"), PICTURES)
