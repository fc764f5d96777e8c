"""What independent single devices reach together. Pure."""

from collections.abc import Sequence

import numpy as np

from engine.lab.study.figures import Measured


def together(measured: Sequence[Measured], global_batch_size: int) -> tuple[float, float] | None:
    """The samples a second of several runs while all of them ran, and how much of their time that was.

    Args:
        measured: The steps of each.
        global_batch_size: Samples in a step of each.

    Returns:
        Samples a second of all together; the share, from 0 to 1, of a mean run's time in which all ran. None
        where no run had two steps while all others ran.
    """
    begin = max(one.begin for one in measured)
    end = min(float(one.ends[-1]) for one in measured)
    speed = 0.0
    for one in measured:
        within = one.ends[(one.ends >= begin) & (one.ends <= end)]
        if len(within) < 2:
            return None
        speed += global_batch_size * (len(within) - 1) / float(within[-1] - within[0])
    return speed, (end - begin) / float(np.mean([one.seconds for one in measured]))
