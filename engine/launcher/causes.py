"""Known causes of a failure, by the words that torch, the system and Python use for them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause with a name, and what can be done about it."""

    diagnosis: str
    sentence: str
    """Groups of the pattern can be named in it."""
    mend: str


_NO_SHARED_MEMORY = Cause(
    "shared_memory",
    "The data workers ran out of shared memory: /dev/shm is missing or too small.",
    "Set training.data_workers to 0, or enlarge /dev/shm (`mount -o remount,size=2G /dev/shm`; in a "
    "container `--shm-size=2g`).",
)

_KNOWN: tuple[tuple[re.Pattern[str], Cause], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), cause)
    for pattern, cause in (
        (
            r"CUDA out of memory|OutOfMemoryError|CUBLAS_STATUS_ALLOC_FAILED",
            Cause(
                "out_of_memory",
                "The GPU ran out of memory.",
                "Make training.micro_batch_size smaller and training.grad_accum_steps larger by the same "
                "factor (the training stays the same), or use a smaller model or half precision.",
            ),
        ),
        (
            r"can't allocate memory|Cannot allocate memory|\bMemoryError\b|std::bad_alloc",
            Cause(
                "out_of_memory",
                "The machine ran out of memory.",
                "Make training.micro_batch_size, training.prefetch_batches or training.data_workers smaller, "
                "or end other programs.",
            ),
        ),
        (
            r"bus error|out of shared memory|shm_open|shared memory object|/dev/shm|\bSIGBUS\b|"
            r"torch_shm_manager|SemLock|Function not implemented",
            _NO_SHARED_MEMORY,
        ),
        (
            r"DataLoader worker .* (is killed by signal|exited unexpectedly)",
            Cause(
                "killed",
                "A data worker was ended from outside.",
                "A person did, or the system short of memory. "
                "Resume goes on from the last complete checkpoint, or begins again where there is none.",
            ),
        ),
        (
            r"address already in use|EADDRINUSE|Cannot assign requested address",
            Cause(
                "port_taken",
                "A network port that the ranks need is taken.",
                "Resume the run: it meets on another port. If it recurs, close programs with many ports.",
            ),
        ),
        (
            r"No module named '(?P<module>[^']+)'",
            Cause(
                "missing_package",
                "The package {module} is not installed.",
                "Install it in Paraloom's environment (`pip install {module}`), then resume.",
            ),
        ),
        (
            r"No space left on device|Disk quota exceeded|\bENOSPC\b|The disk is full",
            Cause("disk_full", "The disk is full.", "Free some space, then resume the run."),
        ),
        (
            r"Read-only file system|may not be read or written",
            Cause(
                "read_only",
                "The run folder cannot be written.",
                "Check its permissions and whether the disk is mounted read-only, then resume.",
            ),
        ),
        (
            r"non-?finite|loss (became|is) (nan|inf)",
            Cause(
                "non_finite_loss",
                "The loss became NaN or infinite.",
                "Lower the learning rate, add warm-up steps, or clip the gradient norm.",
            ),
        ),
        (
            r"Found no NVIDIA driver|CUDA driver version is insufficient|no CUDA-capable device",
            Cause(
                "cuda_driver",
                "CUDA cannot use the GPU.",
                "Check `nvidia-smi`: the driver is missing, too old for this torch, or the GPU is hidden.",
            ),
        ),
        (
            r"NCCL error|ncclUnhandledCudaError|ncclSystemError|ncclInternalError|ncclInvalidUsage|NCCL WARN",
            Cause(
                "nccl",
                "NCCL, which carries data between the GPUs, failed.",
                "Set NCCL_DEBUG=INFO and start again: the rank's log then names the link. "
                "NCCL_P2P_DISABLE=1 avoids direct GPU links.",
            ),
        ),
    )
)

_SECONDARY = re.compile(
    r"connection (was )?(closed|reset|refused)|broken pipe|closed by peer|socket ?timeout|timed out waiting|"
    r"Timed out after|Connect(ion)? timeout|Application timeout|heartbeat monitor|remote process has exited|"
    r"wait timeout after|failed to recv|recvValue failed|sendBytes failed|abort(ed)? due to|ncclRemoteError|"
    r"Store is not reachable|Socket closed|No backend type associated|peer .* (died|left|gone)",
    re.IGNORECASE,
)


def known_cause(text: str) -> Cause | None:
    """The cause that a message or a traceback speaks of, where it is a known one."""
    for pattern, cause in _KNOWN:
        found = pattern.search(text)
        if found:
            names = found.groupdict()
            return Cause(cause.diagnosis, cause.sentence.format(**names), cause.mend.format(**names))
    return None


def is_secondary(text: str) -> bool:
    """Whether a message only says that another rank has gone."""
    return bool(_SECONDARY.search(text))
