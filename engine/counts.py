"""Counts of things as a person says them: `1 sample`, `1,437 samples`."""


def samples(count: int) -> str:
    """Samples."""
    return f"{count:,} {'sample' if count == 1 else 'samples'}"


def steps(count: int) -> str:
    """Optimizer steps."""
    return f"{count:,} {'step' if count == 1 else 'steps'}"


def cores(count: int) -> str:
    """Cores of a CPU."""
    return f"{count:,} {'core' if count == 1 else 'cores'}"


def slices(count: int) -> str:
    """Slices of a CPU."""
    return f"{count:,} {'slice' if count == 1 else 'slices'}"


def devices(count: int) -> str:
    """Devices."""
    return f"{count:,} {'device' if count == 1 else 'devices'}"


def ranks(count: int) -> str:
    """Processes of a run."""
    return f"{count:,} {'rank' if count == 1 else 'ranks'}"


def pieces(count: int) -> str:
    """Pieces of a micro-batch."""
    return f"{count:,} {'piece' if count == 1 else 'pieces'}"


def blocks(count: int) -> str:
    """Blocks of a model."""
    return f"{count:,} {'block' if count == 1 else 'blocks'}"
