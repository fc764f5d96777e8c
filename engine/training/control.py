"""What is asked of a running run, and the moments at which all ranks agree on it.

Every rank takes the same steps, so a step's number is a moment that all know. About every 50 ms there is one
at which each rank says its sums of the steps since the last, and rank 0 what people asked for; the answer to
everything is the same on every rank, without a synchronisation in the steps between.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.record.commands import Action, Command
from engine.training.peers import Peers

AGREE_SECONDS = 0.05
_LONGEST_INTERVAL_STEPS = 4096
_ACTIONS: tuple[Action, ...] = ("pause", "continue", "checkpoint", "evaluate", "stop")
"""What ranks obey, each a bit of the word of rank 0, in the order in which they are obeyed."""
_HEADER = 3  # actions asked for, steps until the next agreement, whether the time is over


class Asks(Protocol):
    """Where commands come from."""

    def poll(self) -> tuple[Command, ...]:
        """What was asked since the last poll."""
        ...


@dataclass(frozen=True, slots=True)
class LocalSums:
    """This rank's sums over the samples of one step."""

    loss_sum: float
    num_correct: float
    num_samples: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """What all ranks know at the same step."""

    actions: frozenset[Action]
    sums: NDArray[np.float64]
    """float64 [steps, 3]: loss sum, correct and samples over all ranks, added up in rank order."""
    time_is_over: bool
    targets_per_sample: int = 1

    @property
    def losses(self) -> NDArray[np.float64]:
        """float64 [steps]: mean loss over the global batch."""
        return self.sums[:, 0] / self.sums[:, 2]

    @property
    def accuracies(self) -> NDArray[np.float64]:
        """float64 [steps]: share of the global batch's targets whose class was right."""
        return self.sums[:, 1] / (self.sums[:, 2] * self.targets_per_sample)


class Control:
    """Agrees with the other ranks; on rank 0 also listens to what people ask for."""

    def __init__(
        self,
        peers: Peers,
        asks: Asks,
        *,
        step: int,
        targets_per_sample: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begins after `step` steps; the first agreement is after the next one."""
        self._peers = peers
        self._asks = asks
        self._targets_per_sample = targets_per_sample
        self._clock = clock
        self._agreed_at = clock()
        self._agreed_step = step
        self._interval = 1
        self._unobeyed: list[Command] = []

    def is_due(self, step: int) -> bool:
        """Whether all ranks agree after this step."""
        return step >= self._agreed_step + self._interval

    def agree(self, step: int, sums: Sequence[LocalSums], *, time_is_over: bool) -> Agreement:
        """Agree after `step`; every rank calls it at the same step, with sums of the same steps.

        Args:
            step: Steps done.
            sums: Of this rank, one for every step since the last agreement.
            time_is_over: Whether the time limit is reached; what rank 0 says counts.
        """
        words = [float(self._listen()), float(self._next_interval(step)), float(time_is_over)]
        for one in sums:
            words += (one.loss_sum, one.num_correct, one.num_samples)
        said = self._peers.gather(words)
        self._agreed_step = step
        self._interval = int(said[0, 1])
        total = said[0, _HEADER:].copy()
        for row in said[1:, _HEADER:]:
            total += row
        return Agreement(
            _read_bits(int(said[0, 0])), total.reshape(-1, 3), bool(said[0, 2]), self._targets_per_sample
        )

    def restart_clock(self) -> None:
        """The time since the last agreement was spent on something else than steps."""
        self._agreed_at = self._clock()

    def take_obeyed(self, *actions: Action) -> tuple[Command, ...]:
        """The commands that are now obeyed, on rank 0; they are not asked for again."""
        obeyed = tuple(command for command in self._unobeyed if command.action in actions)
        self._unobeyed = [command for command in self._unobeyed if command.action not in actions]
        return obeyed

    def _listen(self) -> int:
        if not self._peers.is_first:
            return 0
        asked = [command for command in self._asks.poll() if command.action in _ACTIONS]
        self._unobeyed += asked
        return _write_bits(asked)

    def _next_interval(self, step: int) -> int:
        now = self._clock()
        seconds, self._agreed_at = now - self._agreed_at, now
        return next_interval(step - self._agreed_step, seconds)


def next_interval(steps: int, seconds: float) -> int:
    """Steps until the next agreement, after `steps` took so long: about 50 ms, growing at most fourfold."""
    if steps <= 0:
        return 1
    fitting = round(AGREE_SECONDS * steps / max(seconds, 1e-9))
    return max(1, min(fitting, 4 * steps, _LONGEST_INTERVAL_STEPS))


def _write_bits(commands: Sequence[Command]) -> int:
    """The actions asked for, a bit each; of pause and continue the last one counts."""
    bits = 0
    for command in commands:
        if command.action in ("pause", "continue"):
            bits &= ~(1 << _ACTIONS.index("pause") | 1 << _ACTIONS.index("continue"))
        bits |= 1 << _ACTIONS.index(command.action)
    return bits


def _read_bits(bits: int) -> frozenset[Action]:
    return frozenset(action for index, action in enumerate(_ACTIONS) if bits >> index & 1)
