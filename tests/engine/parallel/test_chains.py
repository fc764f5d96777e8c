from dataclasses import replace

import pytest
import torch
import torchvision
from torch import Tensor, nn
from torch.nn import functional

from engine.parallel.attention_groups import find_attention, open_forward
from engine.parallel.blocks import blocks_of, keep_blocks
from engine.parallel.chains import find_chain, owned_names
from engine.parallel.linear_groups import find_groups
from engine.parallel.parts import find_parts
from engine.parallel.pieces import original_parameters
from engine.parallel.sharding import worth_a_gather, wrapped_blocks
from tests.engine.parallel.plain_model import FusedHeads, Gated, Heads, Plain, StackedHeads

SAMPLE = torch.rand(1, 1, 8, 8)


def test_that_a_forward_that_takes_one_step_after_the_other_is_a_chain() -> None:
    module = Plain().eval()
    blocks = blocks_of(module)
    names = [name.partition("#")[0] for name, _ in blocks]
    assert names[:7] == ["flatten", "rows", "unsqueeze", "conv", "relu", "max_pool2d", "view"]
    assert names[-3:] == ["blocks.0", "blocks.1", "log_softmax"]
    passed = SAMPLE
    for _, block in blocks:
        passed = block(passed)
    assert torch.equal(passed, module(SAMPLE))
    parts = find_parts(module, SAMPLE)
    assert parts.num_blocks == 13
    assert parts.tensor_widths == (("first", 16), ("heads", 4), ("blocks.0.gate", 12))


def test_that_a_stage_keeps_the_names_of_what_it_holds() -> None:
    module = Plain()
    blocks = blocks_of(module)
    keep_blocks(module, owned_names(blocks[-3:]))
    assert {name.partition(".")[0] for name, _ in module.named_parameters()} == {"blocks"}


def test_that_what_is_no_chain_says_why() -> None:
    class Twice(Plain):
        def forward(self, inputs: Tensor) -> Tensor:  # type: ignore[override]
            return self.second(self.first(self.first(inputs)))

    class Depends(Plain):
        def forward(self, inputs: Tensor) -> Tensor:  # type: ignore[override]
            return self.first(inputs) if inputs.sum() > 0 else self.second(inputs)

    class Own(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.place, self.layer = nn.Parameter(torch.zeros(3)), nn.Linear(3, 3)

        def forward(self, inputs: Tensor) -> Tensor:
            return self.layer(inputs + self.place)

    class Pair(Own):
        def forward(self, inputs: Tensor) -> tuple[Tensor, Tensor]:  # type: ignore[override]
            return self.layer(inputs), inputs

    found = [find_chain(module) for module in (Twice(), Depends(), Own(), Pair())]
    assert found == [
        "it uses first twice",
        "its forward depends on the numbers it is given",
        "it uses place between its layers",
        "it gives more than one tensor",
    ]
    drops = nn.ModuleDict({"inner": Gated(4, drop_in_training=True)})["inner"]
    assert find_chain(drops) == "its forward does something else in training than in evaluation"


def test_that_models_of_torchvision_are_cut_and_divided_as_they_are_built() -> None:
    squeezed = find_parts(torchvision.models.squeezenet1_1(num_classes=4).eval(), torch.rand(1, 3, 32, 32))
    assert squeezed.num_blocks == 18
    vit = torchvision.models.vision_transformer.VisionTransformer(32, 8, 2, 2, 16, 24, num_classes=4)
    parts = find_parts(vit.eval(), torch.rand(1, 3, 32, 32))
    assert parts.tensor_widths == (("encoder.layers.encoder_layer_0.mlp.0", 24),)
    assert parts.num_whole_attentions == 2


def test_that_a_group_needs_its_width_for_itself() -> None:
    class Seen(Gated):
        def forward(self, inputs: Tensor) -> Tensor:
            hidden = functional.silu(self.gate(inputs))
            return self.down(hidden) + hidden.sum()

    assert [group.first for group in find_groups(Gated(4))] == [("gate", "up")]
    assert not list(find_groups(Seen(4)))
    tied = Gated(12)
    tied.up.weight = tied.gate.weight
    assert not list(find_groups(tied))


def test_that_blocks_are_gathered_one_by_one_without_a_list_around_them() -> None:
    class Named(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.one, self.two, self.head = Gated(4), Gated(4), nn.Linear(4, 2)

    assert [type(block) for block in wrapped_blocks(Named())] == [Gated, Gated]
    inside = nn.ModuleList([nn.ModuleList([Gated(4), nn.Linear(4, 4)])])
    assert [type(block) for block in wrapped_blocks(nn.ModuleDict({"layers": inside}))] == [Gated, nn.Linear]


def test_that_small_blocks_get_no_gather_of_their_own_up_to_a_tenth_of_the_largest() -> None:
    sizes = (4, 100, 5, 2, 60)
    blocks: list[nn.Module] = [nn.Linear(size, 1, bias=False) for size in sizes]
    assert worth_a_gather(blocks) == [blocks[1], blocks[2], blocks[4]]  # 2 + 4 are fewer than 10, with 5 more
    assert worth_a_gather(blocks[:1]) == blocks[:1]
    assert worth_a_gather([]) == []


def test_that_attention_is_opened_for_fewer_heads_where_no_step_mixes_them() -> None:
    class Mixing(Heads):
        def forward(self, tokens: Tensor) -> Tensor:
            batch, length, width = tokens.shape
            query = self.query(tokens).view(batch, length, self.heads, 2)
            key = self.key(tokens).view(batch, length, self.heads, 2)
            value = self.value(tokens).view(batch, length, self.heads, 2)
            mixed = (
                functional.softmax(query @ key.transpose(-2, -1), dim=-1) @ value
            )  # over heads, not tokens
            return self.proj(mixed.reshape(batch, length, width))

    assert find_attention(Mixing(8, 4)) is None
    module, tokens = Heads(8, 4), torch.rand(2, 5, 8)
    wanted = module(tokens)
    names = list(module.state_dict())
    found = find_attention(module)
    assert found is not None
    assert (found.first, found.last, found.num_heads) == (("key", "query", "value"), "proj", 4)
    open_forward(module, found)
    assert torch.equal(module(tokens), wanted)
    assert list(module.state_dict()) == names
    fewer = {"query": 4, "key": 4, "value": 4}
    for name, width in fewer.items():
        setattr(module, name, nn.Linear(8, width))
    module.proj = nn.Linear(4, 8)
    open_forward(module, found)
    assert module(tokens).shape == tokens.shape  # two heads of two numbers


@pytest.mark.parametrize("kind", [FusedHeads, StackedHeads])
def test_that_a_single_layer_for_query_key_and_value_becomes_three(kind: type[FusedHeads]) -> None:
    module, tokens = kind(8, 4, dropout=0.1), torch.rand(2, 5, 8)
    module.eval()
    wanted = module(tokens)
    found = find_attention(module)
    assert found is not None
    assert (found.first, found.last, found.num_heads) == (("all_three",), "proj", 4)
    open_forward(module, found)
    assert torch.equal(module(tokens), wanted)
    names = {name for name, _ in original_parameters(module)}
    assert names == {f"{layer}.{kind}" for layer in ("all_three", "proj") for kind in ("weight", "bias")}
    for number in range(3):
        module.all_three.pieces[number] = nn.Linear(8, 4)
    module.proj = nn.Linear(4, 8)
    open_forward(module, replace(found, first=("", "", "")))
    assert module.train()(tokens).shape == tokens.shape  # two heads of two numbers


def test_that_attention_of_torch_itself_stays_whole() -> None:
    assert find_attention(nn.MultiheadAttention(8, 4)) is None
