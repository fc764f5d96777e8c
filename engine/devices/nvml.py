"""NVIDIA GPUs through NVML, by UUID. What a GPU cannot tell is None, never 0.

Source: NVML API reference, https://docs.nvidia.com/deploy/nvml-api/
"""

from collections.abc import Callable
from typing import Any, TypeVar

import psutil
import pynvml

from engine.devices.sample import Device, DeviceProcess, DeviceSample

T = TypeVar("T")

_THROTTLE_REASONS = {
    pynvml.nvmlClocksThrottleReasonSwPowerCap: "power cap",
    pynvml.nvmlClocksThrottleReasonHwSlowdown: "hardware slowdown",
    pynvml.nvmlClocksThrottleReasonSyncBoost: "sync boost",
    pynvml.nvmlClocksThrottleReasonSwThermalSlowdown: "thermal (software)",
    pynvml.nvmlClocksThrottleReasonHwThermalSlowdown: "thermal (hardware)",
    pynvml.nvmlClocksThrottleReasonHwPowerBrakeSlowdown: "power brake",
    pynvml.nvmlClocksThrottleReasonApplicationsClocksSetting: "clocks set by the user",
}
"""Idle is no throttling, so it is not among them."""


class Nvml:
    """The library, open until closed; one handle kept a GPU."""

    def __init__(self) -> None:
        """Raises NVMLError where there is no driver, or it does not answer."""
        pynvml.nvmlInit()
        self._handles: dict[str, Any] = {}
        self._is_open = True

    def close(self) -> None:
        """Let go of the library."""
        if self._is_open:
            self._is_open = False
            _ask(pynvml.nvmlShutdown)

    def gpus(self) -> tuple[Device, ...]:
        """Every GPU that answers, in NVML's order."""
        found = []
        for index in range(pynvml.nvmlDeviceGetCount()):
            handle = _ask(pynvml.nvmlDeviceGetHandleByIndex, index)
            uuid = None if handle is None else _ask(pynvml.nvmlDeviceGetUUID, handle)
            if uuid is None:
                continue  # a GPU that has fallen off the bus
            self._handles[uuid] = handle
            found.append(
                Device(
                    id=uuid,
                    kind="gpu",
                    label=f"GPU {index}",
                    name=_ask(pynvml.nvmlDeviceGetName, handle) or "NVIDIA GPU",
                    index=index,
                    memory_total_bytes=getattr(_memory(handle), "total", None),
                )
            )
        return tuple(found)

    def sample(self, uuid: str, time: float) -> DeviceSample:
        """One reading; all None where the GPU is lost."""
        if uuid not in self._handles:
            self._handles[uuid] = _ask(pynvml.nvmlDeviceGetHandleByUUID, uuid)
        handle = self._handles[uuid]
        if handle is None:
            return DeviceSample(uuid, time, None, None, None)
        memory = _memory(handle)
        busy = _ask(pynvml.nvmlDeviceGetUtilizationRates, handle)
        return DeviceSample(
            device_id=uuid,
            time=time,
            utilisation_percent=None if busy is None else float(busy.gpu),
            memory_used_bytes=None if memory is None else memory.used,
            memory_total_bytes=None if memory is None else memory.total,
            power_watts=_thousandth(_ask(pynvml.nvmlDeviceGetPowerUsage, handle)),
            power_limit_watts=_thousandth(_ask(pynvml.nvmlDeviceGetEnforcedPowerLimit, handle)),
            temperature_celsius=_float(
                _ask(pynvml.nvmlDeviceGetTemperature, handle, pynvml.NVML_TEMPERATURE_GPU)
            ),
            sm_clock_mhz=_float(_ask(pynvml.nvmlDeviceGetClockInfo, handle, pynvml.NVML_CLOCK_SM)),
            memory_clock_mhz=_float(_ask(pynvml.nvmlDeviceGetClockInfo, handle, pynvml.NVML_CLOCK_MEM)),
            throttle_reasons=_throttle_reasons(handle),
            processes=_processes(handle),
        )


def gpu_problem(error: pynvml.NVMLError) -> str:
    """Why no GPU can be seen, as a sentence."""
    if isinstance(error, pynvml.NVMLError_LibraryNotFound):
        return "No NVIDIA driver is installed here: libnvidia-ml.so.1 was not found."
    if isinstance(error, pynvml.NVMLError_DriverNotLoaded):
        return "The NVIDIA driver is installed but not loaded."
    if isinstance(error, pynvml.NVMLError_LibRmVersionMismatch):
        return "The NVIDIA driver was updated while loaded; restart the machine to use its GPUs."
    return f"The NVIDIA driver does not answer: {error}."


def _ask(question: Callable[..., T], *arguments: Any) -> T | None:
    """The answer, or None where this device or driver has none."""
    try:
        return question(*arguments)
    except pynvml.NVMLError:
        return None


def _memory(handle: Any) -> Any:
    """Version 2 does not count what the driver reserves as used; older drivers know only version 1."""
    second = _ask(pynvml.nvmlDeviceGetMemoryInfo, handle, pynvml.nvmlMemory_v2)
    return second if second is not None else _ask(pynvml.nvmlDeviceGetMemoryInfo, handle)


def _float(value: int | None) -> float | None:
    return None if value is None else float(value)


def _thousandth(value: int | None) -> float | None:
    return None if value is None else value / 1000


def _throttle_reasons(handle: Any) -> tuple[str, ...] | None:
    bits = _ask(pynvml.nvmlDeviceGetCurrentClocksThrottleReasons, handle)
    if bits is None:
        return None
    return tuple(name for bit, name in _THROTTLE_REASONS.items() if bits & bit)


def _processes(handle: Any) -> tuple[DeviceProcess, ...] | None:
    found = _ask(pynvml.nvmlDeviceGetComputeRunningProcesses, handle)
    if found is None:
        return None
    return tuple(_process(process.pid, process.usedGpuMemory) for process in found)


def _process(pid: int, memory_used_bytes: int | None) -> DeviceProcess:
    """In a container the pid is the host's, so it may name no process here."""
    try:
        process = psutil.Process(pid)
        return DeviceProcess(pid, memory_used_bytes, process.name(), process.username())
    except (psutil.Error, KeyError):
        return DeviceProcess(pid, memory_used_bytes, None, None)
