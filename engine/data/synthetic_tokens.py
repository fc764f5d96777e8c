"""Made-up token sequences of any length, for trying a strategy at the scale of one's own text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.data.ready import ReadyData
from engine.plan.records import DataFacts
from engine.spec.data import SyntheticTokensSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch.utils.data import Dataset


class SyntheticTokens(ReadyData):
    """Each token has one that follows it, except where noise draws another."""

    kind = "synthetic_tokens"
    title = "Synthetic tokens"
    sentence = (
        "Token sequences of any length and vocabulary, drawn as they are needed: each token has a next one."
    )

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes."""
        options = _options(spec)
        return DataFacts(
            num_train=options.num_train,
            num_test=options.num_test,
            num_classes=options.vocabulary,
            input_shape=(options.length,),
            input_kind="tokens",
            targets_per_sample=options.length,
        )

    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test samples: tokens int64 [T], and for each the next."""
        from engine.data.synthetic_sequences import SyntheticSequences

        options = _options(spec)
        return (
            SyntheticSequences(options, options.num_train, part=0),
            SyntheticSequences(options, options.num_test, part=1),
        )


def _options(spec: RunSpec) -> SyntheticTokensSpec:
    assert isinstance(spec.data, SyntheticTokensSpec)
    return spec.data
