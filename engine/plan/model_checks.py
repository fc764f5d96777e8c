"""What models ask of data and of their own options."""

from collections.abc import Iterator
from pathlib import Path

from engine.errors import Fix, Problem, Severity
from engine.plan.records import DataFacts
from engine.spec.run import RunSpec


def check_numbers(facts: DataFacts, *, model: str) -> Iterator[Problem]:
    """Tokens, for a model that computes with numbers."""
    if facts.input_kind == "tokens":
        yield Problem(
            field="model",
            sentence=f"{model} takes numbers; these samples are tokens.",
            mend="Choose the GPT, or other data.",
            fix=Fix(label="Use the GPT", changes={"model.kind": "gpt"}),
        )


def check_pictures(facts: DataFacts, *, model: str) -> Iterator[Problem]:
    """Samples that are no pictures, for a model that takes nothing else."""
    if facts.input_kind == "tokens":
        yield from check_numbers(facts, model=model)
    elif len(facts.input_shape) != 3:
        yield Problem(
            field="model",
            sentence=f"{model} takes pictures (channels, height, width); "
            f"these samples have the shape {facts.input_shape}.",
            mend="Choose the MLP, or data with pictures.",
            fix=Fix(label="Use the MLP", changes={"model.kind": "mlp"}),
        )


def check_tokens(facts: DataFacts, *, model: str) -> Iterator[Problem]:
    """Samples that are not tokens with a target each, for a model that takes nothing else."""
    if facts.input_kind != "tokens":
        yield Problem(
            field="model",
            sentence=f"{model} takes tokens; these samples are numbers of the shape {facts.input_shape}.",
            mend="Choose the MLP, or a text.",
            fix=Fix(label="Use the MLP", changes={"model.kind": "mlp"}),
        )
    elif facts.input_shape != (facts.targets_per_sample,):
        yield Problem(
            field="model",
            sentence=f"{model} predicts a token at each of {facts.input_shape[0]:,} places; "
            f"these data ask for {facts.targets_per_sample:,} a sample.",
            mend="Choose data that ask for the next token at every place.",
        )


def check_heads(width: int, heads: int) -> Iterator[Problem]:
    """Heads of attention that do not divide the width."""
    if width % heads == 0:
        return
    fewer = max(count for count in range(1, heads) if width % count == 0)
    yield Problem(
        field="model.heads",
        sentence=f"{heads} heads do not divide the width {width:,}.",
        mend=f"Use {fewer}, or a width that is a multiple of {heads}.",
        fix=Fix(label=f"Use {fewer}", changes={"model.heads": fewer}),
    )


def check_weights(spec: RunSpec, *, are_published: bool) -> Iterator[Problem]:
    """Weights to start from that there are not.

    Args:
        spec: The run.
        are_published: Whether someone publishes weights of this model.
    """
    random = Fix(label="Start at random", changes={"weights.source": "random"})
    if spec.weights.source == "published" and not are_published:
        yield Problem(
            field="weights.source",
            sentence="Nobody publishes weights of this model.",
            mend="Start at random or from a file.",
            fix=random,
        )
    if spec.weights.source != "file":
        return
    path = Path(spec.weights.file)
    if not spec.weights.file:
        yield Problem(
            field="weights.file",
            sentence="No file of weights is named.",
            mend="Name one, or start at random.",
            fix=random,
        )
    elif not path.is_absolute():
        whole = str(path.expanduser().absolute())
        yield Problem(
            field="weights.file",
            sentence=f"{path} is no whole path; a run may begin in another folder.",
            mend=f"Write {whole}.",
            fix=Fix(label="Write the whole path", changes={"weights.file": whole}),
        )
    elif not path.exists():
        yield Problem(
            field="weights.file",
            sentence=f"There is no file {path}.",
            mend="Check the path, or start at random.",
            fix=random,
        )
    elif spec.weights.allow_pickle:
        yield Problem(
            field="weights.allow_pickle",
            sentence=f"Reading {path} runs whatever code is in it, with your rights.",
            mend="Do so only if you trust whoever made it.",
            severity=Severity.WARNING,
            fix=Fix(label="Read tensors only", changes={"weights.allow_pickle": False}),
        )


def check_size(
    spec: RunSpec, facts: DataFacts, *, model: str, least: int, made_for: int
) -> Iterator[Problem]:
    """Pictures too small for a model.

    Args:
        spec: Whose data may be made larger.
        facts: Of these data, which are pictures.
        model: What it is called.
        least: The fewest pixels each way that it can be trained on.
        made_for: The pixels each way that it is known for.
    """
    height, width = facts.input_shape[1:]
    if min(height, width) >= least:
        return
    larger = Fix(label=f"Use {made_for} px", changes={"data.size": made_for})
    smaller = Fix(label="Use the CNN", changes={"model.kind": "cnn"})
    yield Problem(
        field="model",
        sentence=f"{model} needs pictures of at least {least}×{least} pixels and was made for "
        f"{made_for}×{made_for}; these have {height}×{width}.",
        mend="Use larger pictures, or a model for small ones.",
        fix=larger if "size" in type(spec.data).model_fields else smaller,
    )
