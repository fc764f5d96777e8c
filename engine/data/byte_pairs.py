"""Byte pairs: tokens learnt from a text, and the text in them, made once and kept in the user's cache.

The package `tokenizers` (https://github.com/huggingface/tokenizers) learns and applies them; it is an extra.
Method: Sennrich et al. 2015, arXiv:1508.07909, on bytes.
"""

import hashlib
import importlib.util
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.cache import cache_dir
from engine.data.text_files import read_text
from engine.errors import Fix
from engine.kept import kept
from engine.paths import Stamp, problem_with

_VERSION = 1
_FIELD = "data.tokens"
_MADE_AT_ONCE_BYTES = 1_000_000
"""A second or two of work: longer texts are made when a person asks for it, not at an edit of the spec."""


@dataclass(frozen=True, slots=True)
class BytePairs:
    """A text in tokens."""

    path: Path
    """The tokens, .npy: uint16 or uint32 [N]."""
    num_tokens: int
    num_train: int
    """Of these, the first so many are of the training text, from which the pairs were learnt."""
    words: tuple[str, ...]
    """What each token stands for."""

    def open(self) -> NDArray[Any]:
        """The tokens, mapped from their file."""
        tokens: NDArray[Any] = np.load(self.path, mmap_mode="r", allow_pickle=False)
        return tokens


def read_byte_pairs(
    stamps: tuple[Stamp, ...], vocabulary: int, test_fraction: float, *, at_any_length: bool = False
) -> BytePairs:
    """The text in byte pairs; made where the cache does not have it yet.

    Args:
        stamps: Of the files of the text.
        vocabulary: Most different tokens.
        test_fraction: Share of the text, at its end, of which no pair is learnt.
        at_any_length: Make them also where that takes longer than a person wants to wait for a plan.

    Raises:
        PlanError: The text cannot be read, the package is not there, or it is too long to be made now.
    """
    folder = _folder_of(cache_dir() / "byte-pairs", stamps, vocabulary, test_fraction)
    if not folder.is_dir():
        size = sum(stamp.size for stamp in stamps)
        if size > _MADE_AT_ONCE_BYTES and not at_any_length:
            raise problem_with(
                _FIELD,
                f"The text of {size / 1e6:,.1f} MB is not in byte pairs yet; that takes a while, once.",
                "Make them with `paraloom data SPEC --prepare`, or choose characters.",
                Fix(label="Use characters", changes={_FIELD: "characters"}),
            )
        _write(folder, read_text(stamps), vocabulary, test_fraction)
    return _read(folder)


def has_byte_pairs(stamps: tuple[Stamp, ...], vocabulary: int, test_fraction: float) -> bool:
    """Whether the cache has them. Raises PlanError as `read_byte_pairs` does."""
    return _folder_of(cache_dir() / "byte-pairs", stamps, vocabulary, test_fraction).is_dir()


@kept
def _folder_of(cache: Path, stamps: tuple[Stamp, ...], vocabulary: int, test_fraction: float) -> Path:
    """Where the byte pairs of a text lie, by what is in it: a copy of the text has the same."""
    if importlib.util.find_spec("tokenizers") is None:
        raise problem_with(
            _FIELD,
            "The package tokenizers, which makes byte pairs, is not installed.",
            "Install it: pip install 'paraloom[text]'; or choose characters.",
            Fix(label="Use characters", changes={_FIELD: "characters"}),
        )
    key = hashlib.sha256(f"{_VERSION} {vocabulary} {test_fraction} ".encode())
    key.update(read_text(stamps).encode())
    return cache / key.hexdigest()[:32]


@kept
def _read(folder: Path) -> BytePairs:
    said = json.loads((folder / "tokens.json").read_text(encoding="utf-8"))
    return BytePairs(folder / "tokens.npy", said["num_tokens"], said["num_train"], tuple(said["words"]))


def _write(folder: Path, text: str, vocabulary: int, test_fraction: float) -> None:
    """Whole or not at all: others may make the same at the same time."""
    train, test = _cut(text, test_fraction)
    tokens, words = _encode(train, test, vocabulary)
    draft = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    draft.mkdir(parents=True)
    kind = np.uint16 if vocabulary <= 2**16 else np.uint32
    np.save(draft / "tokens.npy", np.array([*tokens[0], *tokens[1]], dtype=kind))
    said = {"num_tokens": len(tokens[0]) + len(tokens[1]), "num_train": len(tokens[0]), "words": words}
    (draft / "tokens.json").write_text(json.dumps(said), encoding="utf-8")
    try:
        draft.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
        for path in draft.iterdir():  # another process was quicker, and made the same
            path.unlink()
        draft.rmdir()


def _cut(text: str, test_fraction: float) -> tuple[str, str]:
    place = len(text) - round(len(text) * test_fraction)
    return text[:place], text[place:]


def _encode(train: str, test: str, vocabulary: int) -> tuple[tuple[Sequence[int], Sequence[int]], list[str]]:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # its threads do not survive a fork
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(train.splitlines(keepends=True), trainer)
    words = [tokenizer.decode([number]) for number in range(tokenizer.get_vocab_size())]
    return (tokenizer.encode(train).ids, tokenizer.encode(test).ids), words
