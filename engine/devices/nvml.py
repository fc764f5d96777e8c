"""NVIDIA GPUs through NVML, by UUID. What a GPU cannot tell is None, never 0.

Source: NVML API reference, https://docs.nvidia.com/deploy/nvml-api/
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import psutil
import pynvml

from engine.devices.driver import NO_DRIVER
from engine.devices.sample import Device, DeviceProcess, DeviceSample, nothing_reported

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


class _Identity(NamedTuple):
    """Whose process it is."""

    name: str | None
    owner: str | None


class Nvml:
    """The library, open until closed; one handle kept a GPU."""

    def __init__(self) -> None:
        """Raises NVMLError where there is no driver, or it does not answer."""
        pynvml.nvmlInit()
        self._handles: dict[str, Any] = {}
        self._processes: dict[str, dict[int, _Identity]] = {}
        self._is_open = True

    def close(self) -> None:
        """Let go of the library."""
        if self._is_open:
            self._is_open = False
            _ask(pynvml.nvmlShutdown)

    def gpus(self) -> tuple[tuple[Device, ...], str]:
        """Every GPU that answers, in NVML's order, and a sentence about those that do not."""
        found, problems = [], []
        for index in range(pynvml.nvmlDeviceGetCount()):
            try:
                found.append(self._gpu(index))
            except pynvml.NVMLError as error:  # it has fallen off the bus, or belongs to another person
                problems.append(f"GPU {index} does not answer: {_reason(error)}.")
        if not found and not problems:
            problems.append("The NVIDIA driver answers, but knows of no GPU.")
        return tuple(found), " ".join(problems)

    def _gpu(self, index: int) -> Device:
        handle = pynvml.nvmlDeviceGetHandleByIndex(index)
        uuid = pynvml.nvmlDeviceGetUUID(handle)
        self._handles[uuid] = handle
        memory = _memory(handle)
        return Device(
            id=uuid,
            kind="gpu",
            label=f"GPU {index}",
            name=_ask(pynvml.nvmlDeviceGetName, handle) or "NVIDIA GPU",
            index=index,
            memory_total_bytes=None if memory is None else memory.total,
        )

    def sample(self, uuid: str, time: float) -> DeviceSample:
        """One reading; all None where the GPU is lost."""
        handle = self._handle(uuid)
        if handle is None:
            return nothing_reported(uuid, time)
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
            energy_joules=_thousandth(_ask(pynvml.nvmlDeviceGetTotalEnergyConsumption, handle)),
            temperature_celsius=_float(
                _ask(pynvml.nvmlDeviceGetTemperature, handle, pynvml.NVML_TEMPERATURE_GPU)
            ),
            sm_clock_mhz=_float(_ask(pynvml.nvmlDeviceGetClockInfo, handle, pynvml.NVML_CLOCK_SM)),
            memory_clock_mhz=_float(_ask(pynvml.nvmlDeviceGetClockInfo, handle, pynvml.NVML_CLOCK_MEM)),
            throttle_reasons=_throttle_reasons(handle),
            processes=self._read_processes(uuid, handle),
        )

    def _handle(self, uuid: str) -> Any:
        if uuid not in self._handles:
            handle = _ask(pynvml.nvmlDeviceGetHandleByUUID, uuid)
            if handle is None:
                return None  # asked for again next time: a driver may be starting
            self._handles[uuid] = handle
        return self._handles[uuid]

    def _read_processes(self, uuid: str, handle: Any) -> tuple[DeviceProcess, ...] | None:
        """Processes that compute or draw. Who they are is looked up once, as it costs more than all else."""
        found = _processes(handle)
        if found is None:
            return None
        known = self._processes.get(uuid, {})
        identities = {process.pid: known.get(process.pid) or _identify(process.pid) for process in found}
        self._processes[uuid] = identities
        return tuple(
            DeviceProcess(
                process.pid,
                process.usedGpuMemory,
                identities[process.pid].name,
                identities[process.pid].owner,
            )
            for process in found
        )


def open_nvml() -> Nvml | None:
    """The library; None where the driver has gone since the inventory was read."""
    try:
        return Nvml()
    except pynvml.NVMLError:
        return None


def read_gpus() -> tuple[tuple[Device, ...], str]:
    """Every GPU that answers, in NVML's order, and a sentence about what is missing."""
    try:
        nvml = Nvml()
    except pynvml.NVMLError as error:
        return (), gpu_problem(error)
    try:
        return nvml.gpus()
    except pynvml.NVMLError as error:
        return (), gpu_problem(error)
    finally:
        nvml.close()


def gpu_problem(error: pynvml.NVMLError) -> str:
    """Why no GPU can be seen, as a sentence."""
    if isinstance(error, pynvml.NVMLError_LibraryNotFound):
        return NO_DRIVER
    if isinstance(error, pynvml.NVMLError_DriverNotLoaded):
        return "The NVIDIA driver is installed but not loaded."
    if isinstance(error, pynvml.NVMLError_LibRmVersionMismatch):
        return "The NVIDIA driver was updated while loaded; restart the machine to use its GPUs."
    return f"The NVIDIA driver does not answer: {_reason(error)}."


def _reason(error: Exception) -> str:
    return str(error).rstrip(".")


def _ask(question: Callable[..., T], *arguments: Any) -> T | None:
    """The answer, or None where this device or driver has none."""
    try:
        return question(*arguments)
    except (pynvml.NVMLError, pynvml.NVMLLibraryMismatchError):  # the latter: a driver without that function
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


def _processes(handle: Any) -> list[Any] | None:
    compute = _ask(pynvml.nvmlDeviceGetComputeRunningProcesses, handle)
    if compute is None:  # drivers before 510 know only the older form
        compute = _ask(pynvml.nvmlDeviceGetComputeRunningProcesses_v2, handle)
    graphics = _ask(pynvml.nvmlDeviceGetGraphicsRunningProcesses, handle)
    if compute is None and graphics is None:
        return None
    # One that does both is in both lists, with the same memory.
    return list({process.pid: process for process in (*(graphics or ()), *(compute or ()))}.values())


def _identify(pid: int) -> _Identity:
    """In a container the pid is the host's, so it may name no process here."""
    try:
        process = psutil.Process(pid)
        return _Identity(process.name(), process.username())
    except (psutil.Error, KeyError):
        return _Identity(None, None)
