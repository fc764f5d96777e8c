"""The learning rate of every step, as pure functions."""

import math
from collections.abc import Callable

from engine.plan.records import Plan
from engine.spec.training import ConstantSpec, CosineSpec, ScheduleSpec, StepDecaySpec, TrainingSpec

Schedule = Callable[[int], float]
"""Steps done before → learning rate of the next one."""


def build_schedule(training: TrainingSpec, plan: Plan) -> Schedule:
    """The learning rate of a step, from the number of steps done before it."""
    peak, schedule = training.optimizer.learning_rate, training.schedule
    shape = _SHAPES[schedule.kind](schedule, plan)

    def learning_rate(step: int) -> float:
        return peak * warmup(step, schedule.warmup_steps) * shape(step)

    return learning_rate


def warmup(step: int, warmup_steps: int) -> float:
    """Share of the learning rate in the linear warm-up: 1/n in the first of n steps, 1 from the n-th on.

    Source: Goyal et al. 2017, arXiv:1706.02677, section 2.2.
    """
    return min(1.0, (step + 1) / warmup_steps) if warmup_steps else 1.0


def cosine(step: int, *, first: int, last: int, final_fraction: float) -> float:
    """Share of the peak on half a cosine from step `first` down to `final_fraction` at step `last`.

    Source: Loshchilov and Hutter 2016, arXiv:1608.03983, equation 5, without restarts.
    """
    passed = min(1.0, max(0.0, (step - first) / max(1, last - first)))
    return final_fraction + (1.0 - final_fraction) * 0.5 * (1.0 + math.cos(math.pi * passed))


def step_decay(step: int, *, every_steps: float, factor: float) -> float:
    """Share of the peak that is left after a drop by `factor` every so many steps.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html
    """
    return factor ** math.floor(step / every_steps)


def _constant_shape(_spec: ScheduleSpec, _plan: Plan) -> Schedule:
    return lambda _step: 1.0


def _cosine_shape(spec: ScheduleSpec, plan: Plan) -> Schedule:
    assert isinstance(spec, CosineSpec)
    if plan.total_steps is None:  # no last step is known to come down to: it stays at the peak
        return lambda _step: 1.0
    first, last = spec.warmup_steps, plan.total_steps - 1
    return lambda step: cosine(step, first=first, last=last, final_fraction=spec.final_fraction)


def _step_shape(spec: ScheduleSpec, plan: Plan) -> Schedule:
    assert isinstance(spec, StepDecaySpec)
    every_steps = spec.every_epochs * plan.batch.steps_per_epoch
    return lambda step: step_decay(step, every_steps=every_steps, factor=spec.factor)


_SHAPES: dict[str, Callable[[ScheduleSpec, Plan], Schedule]] = {
    ConstantSpec().kind: _constant_shape,
    CosineSpec().kind: _cosine_shape,
    StepDecaySpec().kind: _step_shape,
}
