"""ViT and GPT: shapes, sizes, what a token sees, chains of blocks, and what does not fit."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torchvision.models import vit_b_16

from engine.models import model_for
from engine.plan.records import DataFacts
from engine.spec import GptSpec, ModelSpec, RunSpec, VitSpec
from engine.spec.toml import apply_changes
from tests.engine.models.building import built, facts_of, num_parameters, pictures, token_facts

DIGITS = facts_of((1, 8, 8))
TEXT = token_facts(6, num_classes=11)
SMALL_VIT = VitSpec(patch=2, width=16, depth=2, heads=2)
SMALL_GPT = GptSpec(width=16, depth=2, heads=4)
EACH: list[Any] = [(SMALL_VIT, DIGITS), (SMALL_GPT, TEXT)]


def inputs_of(facts: DataFacts, count: int = 3) -> Tensor:
    if facts.input_kind == "numbers":
        return pictures(facts.input_shape, count)
    generator = torch.Generator().manual_seed(1)
    return torch.randint(0, facts.num_classes, (count, *facts.input_shape), generator=generator)


def fixed(options: ModelSpec, facts: DataFacts) -> list[Any]:
    """What is wrong, every fix applied one after the other; the options that then are."""
    spec = RunSpec(model=options)
    fields = []
    while problems := model_for(spec).check(spec, facts):
        fields.append(problems[0].field)
        assert problems[0].fix is not None
        spec = apply_changes(spec, problems[0].fix.changes)
    return [*fields, spec.model]


@pytest.mark.parametrize(
    ("options", "facts", "shape"),
    [
        (SMALL_VIT, DIGITS, (3, 10)),
        (VitSpec(patch=4, width=8, depth=1, heads=1), facts_of((3, 12, 20), num_classes=4), (3, 4)),
        (VitSpec(patch=8, width=8, depth=1, heads=8, dropout=0.5), DIGITS, (3, 10)),
        (SMALL_GPT, TEXT, (3, 6, 11)),
        (GptSpec(width=8, depth=1, heads=2, tied_head=True, dropout=0.5), TEXT, (3, 6, 11)),
    ],
    ids=repr,
)
def test_that_samples_become_a_number_a_class(options: Any, facts: DataFacts, shape: tuple[int, ...]) -> None:
    module = built(options, facts)
    logits = module(inputs_of(facts))
    assert (logits.shape, logits.dtype) == (shape, torch.float32)
    logits.square().sum().backward()
    assert all(parameter.grad is not None for parameter in module.parameters())


def test_that_a_vit_of_torchvisions_size_has_as_many_parameters() -> None:
    with torch.device("meta"):
        ours = built(
            VitSpec(patch=16, width=768, depth=12, heads=12), facts_of((3, 224, 224), num_classes=1000)
        )
        assert num_parameters(ours) == num_parameters(vit_b_16()) == 86_567_656


@pytest.mark.parametrize(("tied_head", "count"), [(True, 124_439_808), (False, 124_439_808 + 50_257 * 768)])
def test_that_a_gpt_of_gpt_2s_size_has_as_many_parameters(tied_head: bool, count: int) -> None:
    with torch.device("meta"):
        options = GptSpec(width=768, depth=12, heads=12, tied_head=tied_head)
        assert num_parameters(built(options, token_facts(1024, num_classes=50_257))) == count


@pytest.mark.parametrize(("options", "facts"), EACH, ids=["vit", "gpt"])
def test_that_it_is_a_chain_of_named_blocks(options: Any, facts: DataFacts) -> None:
    module = built(options, facts)
    assert type(module) is nn.Sequential
    names = [name for name, _ in module.named_children()]
    first = ["first"] if isinstance(options, VitSpec) else []
    assert names == ["embedding", "block0", "block1", "norm", *first, "head"]


@pytest.mark.parametrize(("options", "facts"), EACH, ids=["vit", "gpt"])
def test_that_the_seed_alone_decides_the_weights(options: Any, facts: DataFacts) -> None:
    first, again, other = (built(options, facts, seed=seed).state_dict() for seed in (4, 4, 5))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not all(torch.equal(first[name], other[name]) for name in first)


def test_that_what_is_added_to_the_tokens_is_drawn_smaller_the_deeper_it_is() -> None:
    block = built(GptSpec(width=64, depth=8, heads=1), TEXT).get_submodule("block0")
    assert block.attention.query.weight.std().item() == pytest.approx(0.02, rel=0.05)
    assert block.attention.output.weight.std().item() == pytest.approx(0.02 / 4, rel=0.05)
    assert block.mlp.down.weight.std().item() == pytest.approx(0.02 / 4, rel=0.05)
    assert not block.mlp.down.bias.any()


def test_that_a_token_of_a_gpt_sees_only_itself_and_those_before_it() -> None:
    module, tokens = built(SMALL_GPT, TEXT).eval(), inputs_of(TEXT)
    others = tokens.clone()
    others[:, 3:] = (others[:, 3:] + 1) % 11
    here, there = module(tokens), module(others)
    torch.testing.assert_close(here[:, :3], there[:, :3])
    assert not torch.isclose(here[:, 3:], there[:, 3:]).all()


def test_that_every_patch_of_a_vit_has_its_word() -> None:
    module, seen = built(SMALL_VIT, DIGITS).eval(), pictures((1, 8, 8), 1).requires_grad_()
    module(seen)[0, 0].backward()
    assert seen.grad is not None
    assert (seen.grad != 0).all()


def test_that_heads_can_be_divided_over_devices() -> None:
    """As tensor parallelism does: each device projects to its own heads, and the outputs are added."""
    whole = built(SMALL_GPT, TEXT).get_submodule("block0.attention").double()
    tokens = torch.randn(2, 6, 16, dtype=torch.float64)
    added = torch.zeros(())
    for part in (slice(0, 8), slice(8, 16)):
        own = built(SMALL_GPT, TEXT).get_submodule("block0.attention").double()
        for name in ("query", "key", "value"):
            layer = getattr(own, name)
            layer.weight = nn.Parameter(getattr(whole, name).weight[part])
            layer.bias = nn.Parameter(getattr(whole, name).bias[part])
        own.output.weight = nn.Parameter(whole.output.weight[:, part])
        own.output.bias = nn.Parameter(whole.output.bias / 2)
        added = added + own(tokens)
    torch.testing.assert_close(added, whole(tokens), rtol=1e-12, atol=1e-15)


def test_that_a_tied_head_shares_the_vectors_of_the_tokens() -> None:
    module = built(GptSpec(width=8, depth=1, heads=2, tied_head=True), TEXT)
    assert module.get_submodule("head").weight is module.get_submodule("embedding.token").weight


@pytest.mark.parametrize("options", [VitSpec(patch=2, dropout=0.5), SMALL_VIT])
def test_that_dropout_is_for_training_only(options: VitSpec) -> None:
    module, inputs = built(options, DIGITS), inputs_of(DIGITS)
    assert torch.equal(module(inputs), module(inputs)) is not bool(options.dropout)
    module.eval()
    assert torch.equal(module(inputs), module(inputs))


@pytest.mark.parametrize(
    ("size", "patch", "fits"), [((8, 8), 3, 2), ((8, 12), 8, 4), ((7, 7), 2, 1), ((9, 13), 16, 1)]
)
def test_that_patches_are_mended_to_divide_the_picture(size: tuple[int, int], patch: int, fits: int) -> None:
    options = VitSpec(patch=patch)
    mended = VitSpec(patch=fits)
    assert fixed(options, facts_of((1, *size))) == ["model.patch", mended]


@pytest.mark.parametrize(("width", "heads", "fits"), [(128, 5, 4), (10, 16, 10), (7, 3, 1)])
def test_that_heads_are_mended_to_divide_the_width(width: int, heads: int, fits: int) -> None:
    gpt = GptSpec(width=width, heads=heads)
    assert fixed(gpt, TEXT) == ["model.heads", GptSpec(width=width, heads=fits)]
    vit = VitSpec(width=width, heads=heads)
    assert fixed(vit, DIGITS) == ["model.heads", VitSpec(width=width, heads=fits)]


@pytest.mark.parametrize("facts", [DIGITS, facts_of((64,))])
def test_that_a_gpt_sends_numbers_to_the_mlp(facts: DataFacts) -> None:
    field, model = fixed(SMALL_GPT, facts)
    assert (field, model.kind) == ("model", "mlp")


@pytest.mark.parametrize("kind", ["mlp", "cnn", "resnet18", "vit"])
def test_that_tokens_go_to_the_gpt(kind: str) -> None:
    field, model = fixed(apply_changes(RunSpec(), {"model.kind": kind}).model, TEXT)
    assert (field, model.kind) == ("model", "gpt")


def test_that_a_gpt_is_not_for_one_class_a_text() -> None:
    spec = RunSpec(model=SMALL_GPT)
    (problem,) = model_for(spec).check(spec, facts_of((6,), input_kind="tokens"))
    assert "each of 6 places; these data ask for 1 a sample" in problem.sentence
