"""Any model of timm, PyTorch Image Models, by its name. An extra: timm is installed beside Paraloom.

Shapes: B batch, C channels, S height and width, K classes.
[B, C, S, S] → whatever the model does → [B, K]
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from engine.contracts import Published
from engine.errors import Fix, Problem, SpecError
from engine.plan.model_checks import check_pictures
from engine.plan.records import DataFacts, ModelParts
from engine.spec.model import TimmSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn

_WITHOUT_BATCH_NORM = (
    *("aimv2", "beit", "caformer", "cait", "coat_", "coatnext", "convformer", "convit", "convnext"),
    *("crossvit", "csatv2", "davit", "deepseek_vit", "deit", "dm_nfnet", "edgenext", "eva"),
    *("flexivit", "focalnet", "gcvit", "gemma", "gmixer", "gmlp", "hiera", "mambaout", "maxxvit"),
    *("mixer", "mvitv2", "naflexvit", "nest", "nf_", "nfnet", "pit_", "poolformer", "pvt", "qwen"),
    *("rdnet", "resmlp", "sam2", "samvit", "sequencer2d", "swin", "tnt", "twins", "vit_", "vitamin"),
)
"""How the names of families begin that normalise without the batch."""


class TimmModel:
    """Timm's own module."""

    kind = "timm"
    title = "timm"
    sentence = "Any model of timm by its name, more than a thousand. Needs the package timm."

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """None."""
        return ()

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """Timm must be there, and the samples must be pictures; names are known to timm alone."""
        if find_spec("timm") is None:
            return [
                Problem(
                    field="model.kind",
                    sentence="The package timm is not installed.",
                    mend="Install it beside Paraloom: pip install timm; or use a model of torchvision.",
                    fix=Fix(label="Use torchvision", changes={"model.kind": "torchvision"}),
                )
            ]
        return tuple(check_pictures(facts, model=_options(spec).name))

    def has_batch_norm(self, spec: RunSpec, facts: DataFacts) -> bool:
        """Most have; it is known by the family."""
        name = _options(spec).name
        return name.endswith("_bn") if name.startswith("vgg") else not name.startswith(_WITHOUT_BATCH_NORM)

    def least_samples(self, spec: RunSpec, facts: DataFacts) -> int:
        """A single one, as far as that can be known before it is built."""
        return 1

    def published(self, spec: RunSpec) -> Published | None:
        """Timm's, for the models that have some."""
        return Published("timm", _options(spec).name)

    def parts(self, spec: RunSpec, facts: DataFacts) -> ModelParts:
        """Of models by name nothing more is known before they are built."""
        return ModelParts(is_told=False)

    def build(self, spec: RunSpec, facts: DataFacts) -> nn.Module:
        """The module, float32, on the CPU.

        Raises:
            SpecError: Timm has no model of that name.
        """
        import timm

        name, channels = _options(spec).name, facts.input_shape[0]
        if not timm.is_model(name):
            near = timm.list_models(f"*{name}*")[:3] or timm.list_models(f"{name[:4]}*")[:3]
            raise SpecError(
                [
                    Problem(
                        field="model.name",
                        sentence=f"timm has no model {name}.",
                        mend=f"Did you mean {' or '.join(near)}?"
                        if near
                        else "timm.list_models() names them.",
                    )
                ]
            )
        module: nn.Module = timm.create_model(name, num_classes=facts.num_classes, in_chans=channels)
        return module


def _options(spec: RunSpec) -> TimmSpec:
    assert isinstance(spec.model, TimmSpec)
    return spec.model
