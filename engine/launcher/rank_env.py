"""Device to environment: what a rank's process is told before it touches CUDA or a network."""

import sys
from collections.abc import Mapping

from engine.plan.records import AnyPlan, ScriptPlan

_LOOPBACK = "lo" if sys.platform == "linux" else "lo0"

LEFTOVERS = frozenset(
    {
        "MASTER_ADDR",
        "MASTER_PORT",
        "RANK",
        "LOCAL_RANK",
        "WORLD_SIZE",
        "LOCAL_WORLD_SIZE",
        "GROUP_RANK",
        "GROUP_WORLD_SIZE",
        "ROLE_RANK",
        "ROLE_NAME",
        "ROLE_WORLD_SIZE",
        "TORCHELASTIC_RUN_ID",
        "TORCHELASTIC_USE_AGENT_STORE",
        "TORCHELASTIC_RESTART_COUNT",
        "TORCHELASTIC_MAX_RESTARTS",
        "TORCHELASTIC_ERROR_FILE",
        "TORCHELASTIC_ENABLE_FILE_TIMER",
        "TORCHELASTIC_HEALTH_CHECK_PORT",
    }
)
"""Variables of another distributed job that may surround us; they would lead our ranks to its port."""


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a launcher: what the person has, without traces of another distributed job."""
    return {name: value for name, value in environ.items() if name not in LEFTOVERS}


def rank_env(
    plan: AnyPlan, rank: int, environ: Mapping[str, str], *, compute_share: float | None = None
) -> dict[str, str]:
    """What to set in the environment of a rank.

    GPUs are named by UUID, so that NVML's order and CUDA's cannot be confused; a rank on CPU slices sees no
    GPU. A script sees all that it was given, and picks by LOCAL_RANK as under torchrun. All ranks are on this
    machine, so they meet on the loopback interface: no name has to be resolved and nothing listens to the
    outside.

    Args:
        plan: The plan of the run.
        rank: Which rank.
        environ: The environment there is; what a person chose for the network stays.
        compute_share: Of each GPU's multiprocessors; a CUDA MPS daemon holds the rank to it.
    """
    devices = [plan.device(device_id) for device_id in plan.ranks[rank].device_ids]
    threads = max(1, sum(len(device.cores) for device in devices if device.kind == "cpu"))
    is_script = isinstance(plan, ScriptPlan)
    gpus = [device.id for device in (plan.devices if is_script else devices) if device.kind == "gpu"]
    values = {"CUDA_VISIBLE_DEVICES": ",".join(gpus)}
    if not gpus:
        values["OMP_NUM_THREADS"] = values["MKL_NUM_THREADS"] = str(threads)
    elif compute_share is not None:
        values["CUDA_MPS_ACTIVE_THREAD_PERCENTAGE"] = f"{100 * compute_share:g}"
    if gpus and is_script and plan.world_size > 1 and "OMP_NUM_THREADS" not in environ:
        values["OMP_NUM_THREADS"] = "1"  # torchrun does so
    for name in ("GLOO_SOCKET_IFNAME", "NCCL_SOCKET_IFNAME"):
        if name not in environ:
            values[name] = _LOOPBACK
    return values
