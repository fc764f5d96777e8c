"""Which devices a run gets."""

from collections.abc import Collection, Sequence

from engine import counts
from engine.devices.inventory import Inventory
from engine.devices.sample import Device
from engine.errors import Fix, Problem, Severity
from engine.spec.devices import DevicesSpec


def place(
    devices: DevicesSpec, inventory: Inventory, busy_keys: Collection[str]
) -> tuple[tuple[Device, ...], list[Problem]]:
    """The devices asked for, in rank order, and every reason why they cannot be had.

    Devices in use are no reason: the run waits for them. Where any will do, free ones are taken first.
    """
    if devices.use:
        return _named(devices, inventory)
    return _any(devices, inventory, busy_keys)


def is_busy(device: Device, busy_keys: Collection[str]) -> bool:
    """Whether another run holds it, or a part of it."""
    return any(key in busy_keys for key in device.lease_keys)


def _any(
    wanted: DevicesSpec, inventory: Inventory, busy_keys: Collection[str]
) -> tuple[tuple[Device, ...], list[Problem]]:
    if wanted.kind == "gpu":
        offered, problem = inventory.gpus, _too_few_gpus(wanted, inventory)
    else:
        at_least = wanted.count if wanted.share_cores else 0
        offered = inventory.cpu_slices(wanted.cores_per_slice, at_least=at_least)
        problem = None if len(offered) >= wanted.count else _too_few_slices(wanted, inventory)
    if problem is not None:
        return offered[: wanted.count], [problem]
    free_first = sorted(offered, key=lambda device: is_busy(device, busy_keys))
    chosen = free_first[: wanted.count]
    devices = tuple(device for device in offered if device in chosen)
    return devices, _shared(devices)


def _too_few_gpus(wanted: DevicesSpec, inventory: Inventory) -> Problem | None:
    have = len(inventory.gpus)
    if have >= wanted.count:
        return None
    if not have:
        return Problem(
            field="devices.kind",
            sentence=f"This machine has no GPU to use. {inventory.gpu_problem}".strip(),
            mend="Use CPU slices.",
            fix=Fix(label="Use CPU slices", changes={"devices.kind": "cpu"}),
        )
    return Problem(
        field="devices.count",
        sentence=f"{wanted.count} GPUs are asked for; this machine has {have}.",
        mend=f"Use at most {have}.",
        fix=Fix(label=f"Use {have} {'GPUs' if have > 1 else 'GPU'}", changes={"devices.count": have}),
    )


def _too_few_slices(wanted: DevicesSpec, inventory: Inventory) -> Problem:
    cores, size = len(inventory.cores), wanted.cores_per_slice
    have = cores // size
    if have:
        return Problem(
            field="devices.count",
            sentence=f"{counts.slices(wanted.count)} of {counts.cores(size)} are asked for; "
            f"this machine has {counts.cores(cores)}, enough for {have}.",
            mend=f"Use at most {have}, or smaller slices.",
            fix=Fix(label=f"Use {counts.slices(have)}", changes={"devices.count": have}),
        )
    changes = {"devices.cores_per_slice": cores, "devices.count": 1}
    return Problem(
        field="devices.cores_per_slice",
        sentence=f"{counts.slices(wanted.count)} of {counts.cores(size)} cannot be had; "
        f"this machine has {counts.cores(cores)}.",
        mend="Use smaller slices.",
        fix=Fix(label=f"Use one slice of {counts.cores(cores)}", changes=changes),
    )


def _named(wanted: DevicesSpec, inventory: Inventory) -> tuple[tuple[Device, ...], list[Problem]]:
    found: list[Device] = []
    problems: list[Problem] = []
    for name in wanted.use:
        device = inventory.find(name)
        if device is None:
            problems.append(_missing(name, wanted, inventory))
        elif device in found:
            problems.append(_twice(name, wanted, inventory))
        else:
            found.append(device)
    problems += _shared(found) if wanted.share_cores else _overlaps(found)
    problems += _mixture(found)
    return tuple(found), problems


def _missing(name: str, wanted: DevicesSpec, inventory: Inventory) -> Problem:
    if name.startswith("cpu:"):
        (whole,) = inventory.cpu_slices(len(inventory.cores))
        reason = f"This machine has no {name}; it has {whole.label}."
    elif inventory.gpus:
        reason = f"This machine has no device {name}; its GPUs are {', '.join(g.id for g in inventory.gpus)}."
    else:
        reason = f"This machine has no device {name}. {inventory.gpu_problem}".strip()
    rest = [other for other in wanted.use if other != name]
    return Problem(
        field="devices.use",
        sentence=reason,
        mend="Choose devices that this machine has.",
        fix=_use_only(rest, inventory) if rest else _use_any(),
    )


def _use_only(names: Sequence[str], inventory: Inventory) -> Fix:
    there = [name for name in dict.fromkeys(names) if inventory.find(name) is not None]
    if not there:
        return _use_any()
    return Fix(label=f"Use {', '.join(there)}", changes={"devices.use": there})


def _use_any() -> Fix:
    return Fix(
        label="Use any CPU slice", changes={"devices.use": [], "devices.kind": "cpu", "devices.count": 1}
    )


def _twice(name: str, wanted: DevicesSpec, inventory: Inventory) -> Problem:
    once: dict[str, str] = {}
    for other in wanted.use:  # `cpu:0-1` and `cpu:0,1` are two names of one slice
        device = inventory.find(other)
        once.setdefault(other if device is None else device.id, other)
    return Problem(
        field="devices.use",
        sentence=f"{name} is named twice.",
        mend="Name each device once.",
        fix=Fix(label="Name it once", changes={"devices.use": list(once.values())}),
    )


def _overlaps(devices: Sequence[Device]) -> list[Problem]:
    problems = []
    for index, device in enumerate(devices):
        for other in devices[:index]:
            shared = sorted(set(device.cores) & set(other.cores))
            if shared:
                rest = [one.id for one in devices if one is not device]
                problems.append(
                    Problem(
                        field="devices.use",
                        sentence=f"{other.id} and {device.id} share core {', '.join(map(str, shared))}.",
                        mend="Choose slices without common cores.",
                        fix=Fix(label=f"Leave out {device.id}", changes={"devices.use": rest}),
                    )
                )
    return problems


def _shared(devices: Sequence[Device]) -> list[Problem]:
    """Slices that take turns on their cores, as was asked."""
    used = [core for device in devices for core in device.cores]
    num_cores = len(set(used))
    if num_cores == len(used):
        return []
    return [
        Problem(
            field="devices.share_cores",
            sentence=f"{counts.slices(len(devices))} take turns on {counts.cores(num_cores)}: "
            "it is the same training, and its speed says nothing.",
            mend="Use fewer slices to compare speeds.",
            severity=Severity.WARNING,
        )
    ]


def _mixture(devices: Sequence[Device]) -> list[Problem]:
    gpus = [device.id for device in devices if device.kind == "gpu"]
    if not gpus or len(gpus) == len(devices):
        return []
    return [
        Problem(
            field="devices.use",
            sentence="GPUs and CPU slices cannot train one model together.",
            mend="Use only GPUs, or only CPU slices.",
            fix=Fix(label="Use only the GPUs", changes={"devices.use": gpus}),
        )
    ]
