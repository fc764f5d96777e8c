"""Every strategy trains the same model as a single device, on two and on four real ranks, in fp64."""

from typing import Any

import numpy as np
import pytest

from engine.spec import (
    CnnSpec,
    DataSpec,
    DdpSpec,
    DevicesSpec,
    FileModelSpec,
    FsdpSpec,
    GptSpec,
    HsdpSpec,
    MeshSpec,
    MlpSpec,
    ModelSpec,
    PipelineSpec,
    RunSpec,
    SingleSpec,
    StrategySpec,
    SyntheticImagesSpec,
    SyntheticTokensSpec,
    TensorParallelSpec,
    TrainingSpec,
    VitSpec,
    ZeroSpec,
)
from tests.engine.parallel import plain_model
from tests.engine.parallel.holding import hold
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.training import Trained, train

STEPS = 15
FEW = 6
"""Steps of four ranks, which may share two cores; two epochs, each with its smaller last step."""
SAMPLES = 16
TOLERANCE = 1e-12
OF_NORMS = 1e-11
"""Of the norms of gradients: after 100 steps that of a nearly learnt batch is a small rest of large sums."""
MODELS: dict[str, ModelSpec] = {
    "cnn": CnnSpec(channels=(4, 8), hidden=16),
    "vit": VitSpec(patch=4, width=16, depth=3, heads=4),
}
TWO: dict[str, StrategySpec] = {
    "zero": ZeroSpec(),
    "fsdp": FsdpSpec(),
    "fsdp-kept": FsdpSpec(reshard_after_forward=False, prefetch_blocks=2),
    "tensor": TensorParallelSpec(),
    "gpipe": PipelineSpec(schedule="gpipe"),
    "1f1b": PipelineSpec(schedule="1f1b"),
    "interleaved": PipelineSpec(schedule="interleaved_1f1b"),
    "zero-bubble": PipelineSpec(schedule="zero_bubble"),
}
FOUR: dict[str, StrategySpec] = {
    "fsdp": FsdpSpec(),
    "hsdp": HsdpSpec(replicas=2),
    "tensor": TensorParallelSpec(),
    "pipeline": PipelineSpec(),
    "shard-tensor": MeshSpec(shard=2, tensor=2),
    "replicate-tensor": MeshSpec(replicate=2, tensor=2),
    "pipeline-shard": MeshSpec(pipeline=2, shard=2),
    "pipeline-replicate": MeshSpec(pipeline=2, replicate=2),
    "pipeline-tensor": MeshSpec(pipeline=2, tensor=2),
}


def _spec(strategy: StrategySpec, model: ModelSpec, devices: int, **training: Any) -> RunSpec:
    """A last step of 5 samples; the gradient is clipped, so that its norm has to be the same, too."""
    spec = RunSpec(
        devices=DevicesSpec(count=devices),
        strategy=strategy,
        model=model,
        data=_data(model),
        training=TrainingSpec(
            **(
                {
                    "precision": "fp64",
                    "max_epochs": 10,
                    "clip_gradient_norm": 0.5,
                    "micro_batch_size": SAMPLES,
                }
                | training
            )
        ),
    )
    degree = _degree(strategy, devices)
    size = SAMPLES // degree // spec.training.grad_accum_steps
    return spec.model_copy(update={"training": spec.training.model_copy(update={"micro_batch_size": size})})


def _degree(strategy: StrategySpec, devices: int) -> int:
    from engine.strategies import ALL

    return ALL[strategy.kind].mesh(RunSpec(strategy=strategy), devices).data_parallel_degree


def _assert_same(found: list[Trained], alone: Trained) -> None:
    losses = np.sum([one.loss_sums for one in found], axis=0)
    assert sum(one.num_samples for one in found) == alone.num_samples
    assert np.abs(losses / np.array(alone.loss_sums) - 1).max() <= TOLERANCE
    for one in found:
        assert np.abs(np.array(one.norms) / np.array(alone.norms) - 1).max() <= OF_NORMS
    spoken = [one for one in found if one.test_loss]
    assert spoken
    for one in spoken:
        assert one.test_loss == pytest.approx(alone.test_loss, rel=TOLERANCE)
        assert one.num_correct == alone.num_correct


def _data(model: ModelSpec) -> DataSpec:
    if model.kind == "gpt":
        return SyntheticTokensSpec(num_train=2 * SAMPLES + 5, num_test=8, vocabulary=12, length=8)
    return SyntheticImagesSpec(num_train=2 * SAMPLES + 5, num_test=8, size=8, channels=1)


def _compare(
    ranks: Ranks,
    strategy: StrategySpec,
    model: ModelSpec,
    devices: int,
    steps: int = STEPS,
    **training: Any,
) -> None:
    length: dict[str, Any] = {"max_epochs": 40}
    alone = ranks.run(train, _spec(SingleSpec(), model, 1, **length), steps)[0]
    _assert_same(ranks.run(train, _spec(strategy, model, devices, **length, **training), steps), alone)


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
@pytest.mark.parametrize("strategy", TWO.values(), ids=TWO)
def test_that_two_ranks_train_the_same_model_as_one(
    ranks: Ranks, strategy: StrategySpec, model: ModelSpec
) -> None:
    _compare(ranks, strategy, model, 2)


@pytest.mark.parametrize("strategy", FOUR.values(), ids=FOUR)
def test_that_four_ranks_train_the_same_model_as_one(four_ranks: Ranks, strategy: StrategySpec) -> None:
    _compare(four_ranks, strategy, MODELS["vit"], 4, steps=FEW)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
@pytest.mark.parametrize("strategy", TWO.values(), ids=TWO)
def test_that_two_ranks_train_the_same_model_for_long(
    ranks: Ranks, strategy: StrategySpec, model: ModelSpec
) -> None:
    _compare(ranks, strategy, model, 2, steps=100)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
@pytest.mark.parametrize("strategy", FOUR.values(), ids=FOUR)
def test_that_four_ranks_train_the_same_model_for_long(
    four_ranks: Ranks, strategy: StrategySpec, model: ModelSpec
) -> None:
    _compare(four_ranks, strategy, model, 4, steps=100)


@pytest.mark.parametrize("strategy", TWO.values(), ids=TWO)
def test_that_accumulation_changes_nothing(ranks: Ranks, strategy: StrategySpec) -> None:
    _compare(ranks, strategy, MODELS["cnn"], 2, steps=FEW, grad_accum_steps=2)


@pytest.mark.parametrize(
    "strategy",
    [
        TensorParallelSpec(),
        TensorParallelSpec(sequence_parallel=True),
        TensorParallelSpec(loss_parallel=True),
        TensorParallelSpec(sequence_parallel=True, loss_parallel=True),
        FsdpSpec(),
        PipelineSpec(),
    ],
    ids=["tensor", "sequence", "loss", "sequence-loss", "fsdp", "pipeline"],
)
def test_that_two_ranks_train_the_same_gpt_as_one(ranks: Ranks, strategy: StrategySpec) -> None:
    _compare(ranks, strategy, GptSpec(width=16, depth=2, heads=4, tied_head=False), 2, steps=FEW)


@pytest.mark.slow
def test_that_shards_of_a_gpt_with_a_divided_vocabulary_train_the_same_as_one_rank(four_ranks: Ranks) -> None:
    strategy = MeshSpec(shard=2, tensor=2, sequence_parallel=True, loss_parallel=True)
    _compare(four_ranks, strategy, GptSpec(width=16, depth=2, heads=4, tied_head=False), 4)


@pytest.mark.slow
def test_that_layers_of_stages_far_apart_are_no_pair(four_ranks: Ranks) -> None:
    strategy = MeshSpec(pipeline=2, tensor=2, schedule="interleaved_1f1b")
    _compare(four_ranks, strategy, MlpSpec(hidden=(16,) * 6), 4, steps=FEW)


OPTIONS: dict[str, Any] = {
    "freeze": ("embedding", "block0", "block1.mlp"),
    "unfreeze": ("block0: 1", "block1.mlp.up: 2"),
    "learning_rate_groups": ("head: 3",),
    "ema_decay": 0.8,
    "label_smoothing": 0.1,
    "grad_accum_steps": 2,
}
"""Of three steps an epoch: layers that are never trained, and some from steps 3 and 6 on."""


@pytest.mark.parametrize(
    "strategy",
    [DdpSpec(), *TWO.values(), HsdpSpec(replicas=2)],
    ids=["ddp", *TWO, "hsdp"],
)
def test_that_every_option_of_training_means_the_same_under_every_strategy(
    ranks: Ranks, strategy: StrategySpec
) -> None:
    alone = ranks.run(train, _spec(SingleSpec(), MODELS["vit"], 1, **OPTIONS), 10)[0]
    _assert_same(ranks.run(train, _spec(strategy, MODELS["vit"], 2, **OPTIONS), 10), alone)


@pytest.mark.parametrize("strategy", [DdpSpec(), *TWO.values()], ids=["ddp", *TWO])
def test_that_fp16_keeps_one_scale_on_all_ranks(ranks: Ranks, strategy: StrategySpec) -> None:
    half: dict[str, Any] = {"precision": "fp16", "max_epochs": 10}
    alone = ranks.run(train, _spec(SingleSpec(), MODELS["vit"], 1, **half), 8)[0]
    found = ranks.run(train, _spec(strategy, MODELS["vit"], 2, **half), 8)
    assert {one.scale for one in found} == {alone.scale}
    losses = np.sum([one.loss_sums for one in found], axis=0)
    assert losses == pytest.approx(alone.loss_sums, rel=1e-2)


BROUGHT = FileModelSpec(path=plain_model.__file__, function="Plain")


@pytest.mark.parametrize("strategy", ["fsdp", "tensor", "1f1b"])
def test_that_two_ranks_train_a_persons_own_module_as_one(ranks: Ranks, strategy: str) -> None:
    _compare(ranks, TWO[strategy], BROUGHT, 2)


FUSED = BROUGHT.model_copy(update={"arguments": {"fused": True}})
"""With one layer for query, key and value."""


def test_that_two_ranks_train_a_single_layer_for_query_key_and_value_as_one(ranks: Ranks) -> None:
    _compare(ranks, TWO["tensor"], FUSED, 2)
    for ((*pieces,),) in ranks.run(hold, _spec(TWO["tensor"], FUSED, 2)):
        divided = [(one.mine, one.whole) for one in pieces if "all_three" in one.name and one.is_matrix]
        assert divided == [(32, 64)] * 3
    frozen: dict[str, Any] = {"unfreeze": ("rows.all_three: 1",), "learning_rate_groups": ("rows: 2",)}
    options = {"freeze": ("rows",), "ema_decay": 0.8, **frozen}
    alone = ranks.run(train, _spec(SingleSpec(), FUSED, 1, **options), FEW)[0]
    _assert_same(ranks.run(train, _spec(TWO["tensor"], FUSED, 2, **options), FEW), alone)


@pytest.mark.slow
@pytest.mark.parametrize("strategy", ["tensor", "shard-tensor", "pipeline-tensor"])
def test_that_four_ranks_train_a_single_layer_for_query_key_and_value_as_one(
    four_ranks: Ranks, strategy: str
) -> None:
    _compare(four_ranks, FOUR[strategy], FUSED, 4)


@pytest.mark.slow
@pytest.mark.parametrize("strategy", ["shard-tensor", "pipeline-shard", "pipeline-tensor", "hsdp"])
def test_that_four_ranks_train_a_persons_own_module_as_one(four_ranks: Ranks, strategy: str) -> None:
    _compare(four_ranks, FOUR[strategy], BROUGHT, 4)
