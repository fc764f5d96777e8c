"""Random changes of pictures: the same for the same seed, epoch and picture, whatever else is different."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.data.augmentation import Augmentation
from engine.data.picture_samples import MemoryPictures, PictureSamples
from engine.spec import AugmentSpec
from tests.engine.training.test_loader import loader, plan

EVERYTHING = AugmentSpec(
    crop_padding=2, flip=True, policy="trivial", jitter=0.5, erasing=0.5, normalise="imagenet"
)
CHANGES = {
    "crop_padding": AugmentSpec(crop_padding=4),
    "flip": AugmentSpec(flip=True),
    "auto": AugmentSpec(policy="auto"),
    "rand": AugmentSpec(policy="rand"),
    "trivial": AugmentSpec(policy="trivial"),
    "jitter": AugmentSpec(jitter=0.4),
    "erasing": AugmentSpec(erasing=1.0),
}


def pixels(count: int = 20, channels: int = 3, size: int = 16) -> Tensor:
    generator = torch.Generator().manual_seed(5)
    return torch.randint(0, 256, (count, channels, size, size), dtype=torch.uint8, generator=generator)


def samples(spec: AugmentSpec, *, seed: int = 3, **shape: int) -> PictureSamples:
    pictures = pixels(**shape)
    targets = np.arange(len(pictures))
    return PictureSamples(MemoryPictures(pictures), targets, Augmentation(spec, seed=seed))


def indices(*numbers: int) -> NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)


@pytest.mark.parametrize("spec", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("channels", [1, 3])
def test_that_training_pictures_change_and_keep_shape_type_and_class(
    spec: AugmentSpec, channels: int
) -> None:
    data = samples(spec, channels=channels)
    plain, targets = data.take(np.arange(20))
    changed, of_changed = data.take_in_epoch(np.arange(20), 0)
    assert changed.shape == plain.shape
    assert changed.dtype == torch.float32
    assert not torch.equal(changed, plain)
    assert torch.equal(targets, of_changed)
    assert torch.equal(plain, pixels(channels=channels).float() / 255)


@pytest.mark.parametrize("spec", [*CHANGES.values(), EVERYTHING], ids=[*CHANGES, "everything"])
def test_that_a_change_depends_on_seed_epoch_and_index_alone(spec: AugmentSpec) -> None:
    data = samples(spec)
    together, _ = data.take_in_epoch(indices(3, 7, 11, 7), 2)
    torch.manual_seed(99)
    np.random.seed(99)
    alone, _ = samples(spec).take_in_epoch(indices(7), 2)
    assert torch.equal(together[1], alone[0])
    assert torch.equal(together[3], alone[0])
    many = np.arange(20)
    other_epoch, other_seed = data.take_in_epoch(many, 3), samples(spec, seed=4).take_in_epoch(many, 2)
    here = data.take_in_epoch(many, 2)
    assert not torch.equal(here[0], other_epoch[0])
    assert not torch.equal(here[0], other_seed[0])


def test_that_threads_change_nothing() -> None:
    before = torch.get_num_threads()
    drawn = []
    for threads in (1, 3):
        torch.set_num_threads(threads)
        drawn.append(samples(EVERYTHING, count=4, size=256).take_in_epoch(np.arange(4), 1)[0])
        assert torch.get_num_threads() == threads
    torch.set_num_threads(before)
    assert torch.equal(*drawn)


def test_that_the_generators_of_training_are_left_alone() -> None:
    before = torch.get_rng_state()
    samples(EVERYTHING).take_in_epoch(np.arange(4), 0)
    assert torch.equal(torch.get_rng_state(), before)


def test_that_float_pictures_are_changed_too() -> None:
    data = PictureSamples(
        MemoryPictures(pixels().float() / 255), np.arange(20), Augmentation(EVERYTHING, seed=3)
    )
    changed, _ = data.take_in_epoch(np.arange(20), 0)
    assert changed.isfinite().all()
    assert torch.equal(data.show(indices(4)), pixels()[[4]])


@pytest.mark.parametrize(
    ("normalise", "lowest", "highest"),
    [("none", 0.0, 1.0), ("centred", -1.0, 1.0), ("imagenet", -0.485 / 0.229, (1 - 0.406) / 0.225)],
)
def test_that_numbers_are_scaled_for_test_pictures_too(normalise: Any, lowest: float, highest: float) -> None:
    black_and_white = torch.stack([torch.zeros(3, 4, 4), torch.full((3, 4, 4), 255.0)]).to(torch.uint8)
    augmentation = Augmentation(AugmentSpec(normalise=normalise), seed=0)
    inputs, _ = PictureSamples(MemoryPictures(black_and_white), np.arange(2), augmentation).take(np.arange(2))
    assert inputs[0, 0, 0, 0].item() == pytest.approx(lowest)
    assert inputs[1, 2, 3, 3].item() == pytest.approx(highest)


def test_that_a_flip_mirrors_about_half_of_the_pictures() -> None:
    data = samples(AugmentSpec(flip=True), count=200)
    plain, changed = data.take(np.arange(200))[0], data.take_in_epoch(np.arange(200), 0)[0]
    same = (plain == changed).flatten(1).all(1)
    mirrored = (plain.flip(-1) == changed).flatten(1).all(1)
    assert (same | mirrored).all()
    assert 70 < int(mirrored.sum()) < 130


def test_that_a_taken_batch_changes_no_later_one() -> None:
    data = samples(AugmentSpec(erasing=1.0))
    first = data.take_in_epoch(indices(0), 0)[0]
    data.take(indices(0))[0].zero_()
    assert torch.equal(data.take_in_epoch(indices(0), 0)[0], first)


def _epochs(ranks: int, workers: int, first_step: int = 0) -> dict[tuple[int, int], bytes]:
    """What each sample looked like in each epoch, over all ranks."""
    the_plan = plan(ranks=ranks, micro=4 // ranks)
    per_epoch = the_plan.batch.steps_per_epoch
    seen = {}
    for rank in range(ranks):
        one = loader(samples(EVERYTHING), the_plan, rank=rank, first_step=first_step, data_workers=workers)
        for step in range(first_step, 2 * per_epoch):
            for batch in one.micro_batches(step):
                for picture, target in zip(batch.inputs, batch.targets.tolist(), strict=True):
                    if batch.num_samples:
                        seen[step // per_epoch, target] = picture.numpy().tobytes()
        one.close()
    return seen


def test_that_ranks_workers_and_resumes_see_the_same_changed_pictures() -> None:
    alone = _epochs(1, 0)
    assert len(alone) == 40
    assert all(alone[0, number] != alone[1, number] for number in range(20))
    assert _epochs(2, 0) == alone
    assert _epochs(1, 2) == alone
    resumed = _epochs(1, 1, first_step=3)
    assert resumed.items() <= alone.items()
    assert len(resumed) == 20
