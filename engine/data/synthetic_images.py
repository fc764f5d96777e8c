"""Made-up pictures of any size and number, for trying a strategy at the scale of one's own data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.data.ready import ReadyData
from engine.plan.records import DataFacts
from engine.spec.data import SyntheticImagesSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch.utils.data import Dataset


class SyntheticImages(ReadyData):
    """A fixed pattern a class, plus noise that belongs to the sample."""

    kind = "synthetic_images"
    title = "Synthetic images"
    sentence = "Pictures of any size and number, drawn as they are needed: a pattern a class, plus noise."

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes."""
        options = _options(spec)
        return DataFacts(
            num_train=options.num_train,
            num_test=options.num_test,
            num_classes=options.num_classes,
            input_shape=(options.channels, options.size, options.size),
        )

    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test samples: float32 [channels, size, size], and their class."""
        from engine.data.synthetic_samples import SyntheticSamples

        options = _options(spec)
        return (
            SyntheticSamples(options, options.num_train, part=0),
            SyntheticSamples(options, options.num_test, part=1),
        )


def _options(spec: RunSpec) -> SyntheticImagesSpec:
    assert isinstance(spec.data, SyntheticImagesSpec)
    return spec.data
