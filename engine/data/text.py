"""Plain text, of which a model learns the next token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.data.byte_pairs import has_byte_pairs, read_byte_pairs
from engine.data.ready import ReadyData
from engine.data.text_files import own_text, read_characters, read_text, stamp_text
from engine.errors import DataError, Fix, PlanError
from engine.paths import named_paths, problem_with
from engine.plan.records import DataFacts
from engine.spec.data_files import TextSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch.utils.data import Dataset


class Text(ReadyData):
    """The end of the text is the test part; no sample reaches over the cut."""

    kind = "text"
    title = "Text"
    sentence = "Plain text: the next character or byte pair is learnt. Alice in Wonderland, or your own."

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """The file or folder; else the text that comes with Paraloom."""
        return named_paths(_options(spec).file) or (own_text(),)

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes; the text is read once, and again where it has changed. Raises PlanError."""
        options = _options(spec)
        num_train, num_test, num_classes = _sizes(options)
        samples = [(num_tokens - 1) // options.length for num_tokens in (num_train, num_test)]
        if min(samples) < 1:
            longest = min(num_train, num_test) - 1
            raise problem_with(
                "data.length",
                f"The text has {num_train:,} tokens to train and {num_test:,} to test; a sample takes "
                f"{options.length + 1:,}.",
                "Use shorter samples, or more text.",
                Fix(label=f"Use {longest}", changes={"data.length": longest}) if longest > 0 else None,
            )
        return DataFacts(
            num_train=samples[0],
            num_test=samples[1],
            num_classes=num_classes,
            input_shape=(options.length,),
            input_kind="tokens",
            targets_per_sample=options.length,
        )

    def class_names(self, spec: RunSpec) -> Sequence[str]:
        """What each token stands for."""
        options = _options(spec)
        stamps = stamp_text(options.file)
        if options.tokens == "byte_pairs":
            return read_byte_pairs(stamps, options.vocabulary, options.test_fraction).words
        return tuple(read_characters(stamps)[0])

    def prepare(self, spec: RunSpec) -> Iterator[str]:
        """Makes the byte pairs, where they are asked for and not there. Raises DataError."""
        options = _options(spec)
        if options.tokens != "byte_pairs":
            return
        try:
            asked = (stamp_text(options.file), options.vocabulary, options.test_fraction)
            if not has_byte_pairs(*asked):
                yield "Making byte pairs of the text."
                read_byte_pairs(*asked, at_any_length=True)
        except PlanError as error:
            raise DataError(error.sentence, field=error.field, mend=error.mend) from error

    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test samples: tokens int64 [T], and for each the next."""
        from engine.data.windows import TokenWindows

        options = _options(spec)
        stamps = stamp_text(options.file)
        num_train, _, _ = _sizes(options)
        if options.tokens == "byte_pairs":
            tokens = read_byte_pairs(stamps, options.vocabulary, options.test_fraction).open()
        else:
            tokens = _encode_characters(read_text(stamps), read_characters(stamps)[0])
        return (
            TokenWindows(tokens[:num_train], options.length),
            TokenWindows(tokens[num_train:], options.length),
        )


def _sizes(options: TextSpec) -> tuple[int, int, int]:
    """Tokens to train, tokens to test, different tokens."""
    stamps = stamp_text(options.file)
    if options.tokens == "byte_pairs":
        pairs = read_byte_pairs(stamps, options.vocabulary, options.test_fraction)
        return pairs.num_train, pairs.num_tokens - pairs.num_train, max(2, len(pairs.words))
    characters, count = read_characters(stamps)
    num_test = round(count * options.test_fraction)
    return count - num_test, num_test, max(2, len(characters))


def _encode_characters(text: str, characters: str) -> Any:
    """Each character's place among the sorted ones: uint16 or uint32 [N]."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    known = np.frombuffer(characters.encode("utf-32-le"), dtype=np.uint32)
    kind = np.uint16 if len(characters) <= 2**16 else np.uint32
    return np.searchsorted(known, codes).astype(kind)


def _options(spec: RunSpec) -> TextSpec:
    assert isinstance(spec.data, TextSpec)
    return spec.data
