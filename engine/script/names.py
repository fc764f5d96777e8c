"""What a script calls a figure, and under which source and metric its points are kept."""

import re
from collections.abc import Collection, Sequence

_SPLITS = {
    "train": "train",
    "training": "train",
    "eval": "eval",
    "evaluation": "eval",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "dev": "dev",
    "test": "test",
}
"""Words that say on which samples a figure was taken."""
_PREFIX = re.compile(rf"({'|'.join(_SPLITS)})_(.+)")
_STRANGE = re.compile(r"[^\w.+%()=-]+")
_NUMBER = re.compile(r"\d+(\.\d+)?")
_OUR_SOURCES = re.compile(r"(gpu|cpu|rank)-")
_MOST_CHARACTERS = 60


def name_curve(tag: str, folders: Sequence[str] = ()) -> tuple[str, str]:
    """Source and metric of a tag; what a name leaves open belongs to the training samples.

    `train/loss`, `Loss/train`, `train_loss` and `loss` are all (`train`, `loss`); `val_loss` is (`val`,
    `loss`), `charts/return` is (`charts`, `return`).

    Args:
        tag: As the script wrote it.
        folders: Folders below the one in which most of its event files lie.
    """
    parts = [part for part in map(_clean, tag.split("/")) if part] or ["value"]
    around = [_clean(folder) for folder in folders if not _NUMBER.fullmatch(folder)]
    if around and around[-1].startswith(f"{'_'.join(parts)}_"):  # `add_scalars` makes a folder for each curve
        around[-1] = around[-1].removeprefix(f"{'_'.join(parts)}_")
    *rest, metric = parts
    split = next((part for part in rest if part in _SPLITS), None)
    found = _PREFIX.fullmatch(metric)
    if split is not None:
        rest.remove(split)
    elif metric in _SPLITS and rest:
        split, metric = metric, rest.pop()
    elif found:
        split, metric = found[1], found[2]
    words = [*around, *rest, *([_SPLITS[split]] if split else [])]
    source = "-".join(_SPLITS.get(word, word) for word in words if word) or "train"
    if _OUR_SOURCES.match(source):
        source = f"script-{source}"
    return source[:_MOST_CHARACTERS], metric[:_MOST_CHARACTERS]


def as_share(accuracy: float) -> float:
    """An accuracy from 0 to 1, also where the script counts in percent."""
    return accuracy / 100 if accuracy > 1 else accuracy


def free_metric(source: str, metric: str, taken: Collection[tuple[str, str]]) -> str:
    """That metric, or with -2, -3 … where another figure has the name."""
    name, number = metric, 2
    while (source, name) in taken:
        name, number = f"{metric}-{number}", number + 1
    return name


def _clean(text: str) -> str:
    return _STRANGE.sub("_", text.strip().lower()).strip("._")
