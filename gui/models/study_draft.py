"""From what is composed, and from what a person chooses, to a study."""

from engine.devices.inventory import Inventory
from engine.lab.study.record import Scaling, Study
from engine.spec.devices import DevicesSpec
from engine.spec.run import RunSpec
from engine.spec.strategy import DdpSpec, SingleSpec
from engine.strategies import strategy_for

_LEAST_CORES = 1
_MOST_OF_NAME = 80


def study_of_spec(spec: RunSpec, inventory: Inventory) -> Study:
    """A spec on one device, two, four … as many as there are; one on a single device is spread by DDP.

    Args:
        spec: What is composed.
        inventory: What this machine has.
    """
    devices = _any_devices(spec.devices)
    counts = _counts(devices, inventory)
    several = devices.model_copy(update={"count": counts[-1]})
    strategy = DdpSpec() if spec.strategy.kind == "single" else spec.strategy
    base = spec.model_copy(update={"devices": several, "strategy": strategy})
    return Study(name=spec.name, description=spec.description, spec=base, vary={"devices.count": counts})


def pair_of_spec(spec: RunSpec, inventory: Inventory) -> tuple[RunSpec, RunSpec]:
    """The same training, with as many samples a step, on one device and on all there are.

    Args:
        spec: What is composed.
        inventory: What this machine has.
    """
    several = study_of_spec(spec, inventory).spec
    count = several.devices.count
    degree = strategy_for(several).mesh(several, count).data_parallel_degree
    training = several.training.model_copy(
        update={"micro_batch_size": several.training.micro_batch_size * degree}
    )
    alone = {
        "name": f"{spec.name}, ×1"[:_MOST_OF_NAME],
        "devices": several.devices.model_copy(update={"count": 1}),
        "strategy": SingleSpec(),
        "training": training,
    }
    together = {"name": f"{spec.name}, ×{count}"[:_MOST_OF_NAME]}
    return several.model_copy(update=alone), several.model_copy(update=together)


def _any_devices(devices: DevicesSpec) -> DevicesSpec:
    """So many of a kind, in place of those with a name: their number is what is varied."""
    if not devices.use:
        return devices
    kind = "cpu" if devices.use[0].startswith("cpu:") else "gpu"
    return DevicesSpec.model_validate(
        devices.model_dump() | {"use": (), "kind": kind, "count": len(devices.use)}
    )


def _counts(devices: DevicesSpec, inventory: Inventory) -> tuple[int, ...]:
    """Powers of two up to what there is, and all there are; two at least, so that there is a comparison."""
    cores = devices.cores_per_slice or _LEAST_CORES
    on_gpus = devices.kind == "gpu" or (devices.kind != "cpu" and inventory.gpus)
    most = len(inventory.gpus) if on_gpus else len(inventory.cpu_slices(cores))
    most = max(2, most)
    return tuple(sorted({*(2**power for power in range(most.bit_length())), most}))


def with_choices(
    study: Study, *, scaling: Scaling, rounds: int, warmup_steps: int, measured_steps: int
) -> Study:
    """The study with what a person chose in the window."""
    return study.model_copy(
        update={
            "scaling": scaling,
            "rounds": rounds,
            "warmup_steps": warmup_steps,
            "measured_steps": measured_steps,
        }
    )
