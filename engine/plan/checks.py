"""What does not fit, beyond the devices: batch, limits, normalisation, precision, data workers."""

from collections.abc import Collection, Iterator, Sequence

from engine.counts import cores, samples
from engine.devices.inventory import Inventory
from engine.devices.sample import Device
from engine.errors import Fix, Problem, Severity
from engine.plan.place import is_busy
from engine.plan.records import BatchPlan
from engine.spec.run import RunSpec
from engine.spec.training import SgdSpec, TrainingSpec


def check_batch(spec: RunSpec, batch: BatchPlan) -> Iterator[Problem]:
    """A batch larger than the data; what becomes of a last, incomplete one."""
    training = spec.training
    if batch.global_batch_size > batch.num_train:
        per_sample = batch.grad_accum_steps * batch.data_parallel_degree
        most = batch.num_train // per_sample
        yield Problem(
            field="training.micro_batch_size",
            sentence=f"A step takes {samples(batch.global_batch_size)}; the data have {batch.num_train:,}.",
            mend=f"Use a micro-batch size of at most {most:,}."
            if most
            else "Use fewer accumulations or devices.",
            fix=Fix(label=f"Use {most:,}", changes={"training.micro_batch_size": most}) if most else None,
        )
    elif batch.last_batch_samples:
        yield Problem(
            field="training.last_batch",
            sentence=f"The last step of an epoch has {samples(batch.last_batch_samples)} "
            f"instead of {batch.global_batch_size:,}.",
            mend='Choose "drop" to leave them out of the epoch.',
            severity=Severity.NOTE,
        )
    elif batch.dropped_samples:
        yield Problem(
            field="training.last_batch",
            sentence=f"{batch.dropped_samples:,} of {samples(batch.num_train)} "
            f"{'is' if batch.dropped_samples == 1 else 'are'} left out of each epoch.",
            mend='Choose "keep" to train on them in a smaller last step.',
            severity=Severity.NOTE if training.shuffle else Severity.WARNING,
        )


def check_training(training: TrainingSpec) -> Iterator[Problem]:
    """Options of training that exclude one another."""
    if training.max_epochs is None and training.max_steps is None and training.max_seconds is None:
        endless = training.early_stop_evaluations is None
        yield Problem(
            field="training.max_epochs",
            sentence="Nothing ends this run: it has no limit in epochs, steps or seconds"
            + (", and no early stop." if endless else "."),
            mend="Set one of them, or stop it yourself."
            if endless
            else "Early stopping ends it; set one to be sure.",
            severity=Severity.WARNING,
            fix=Fix(label="Stop after 10 epochs", changes={"training.max_epochs": 10}),
        )
    optimizer = training.optimizer
    if isinstance(optimizer, SgdSpec) and optimizer.nesterov and not optimizer.momentum:
        yield Problem(
            field="training.optimizer.nesterov",
            sentence="Nesterov looks ahead along the momentum, and the momentum is 0.",
            mend="Use a momentum above 0, or switch it off.",
            fix=Fix(label="Switch it off", changes={"training.optimizer.nesterov": False}),
        )


def check_normalisation(spec: RunSpec, batch: BatchPlan, *, has_batch_norm: bool) -> Iterator[Problem]:
    """BatchNorm over a part of the batch is another training than over the whole."""
    if not has_batch_norm or batch.data_parallel_degree == 1:
        return
    if hasattr(spec.strategy, "sync_batch_norm"):
        if spec.strategy.sync_batch_norm:
            return
        mend = "Share the statistics with SyncBatchNorm to train as on one device."
        fix = Fix(label="Use SyncBatchNorm", changes={"strategy.sync_batch_norm": True})
    else:
        mend = "Use DistributedDataParallel with SyncBatchNorm to train as on one device."
        fix = Fix(
            label="Use DDP with SyncBatchNorm",
            changes={"strategy.kind": "ddp", "strategy.sync_batch_norm": True},
        )
    yield Problem(
        field="model",
        sentence=f"BatchNorm sees only its device's {samples(batch.micro_batch_size)}, not the whole batch.",
        mend=mend,
        severity=Severity.WARNING,
        fix=fix,
    )


def check_least_samples(
    spec: RunSpec, batch: BatchPlan, *, least_samples: int, fewest_at_last: int
) -> Iterator[Problem]:
    """A model that cannot train on so few samples as a device would get at once.

    Args:
        spec: What is asked.
        batch: The division of an epoch.
        least_samples: On how few the model can be trained.
        fewest_at_last: How few a device gets at once in an epoch's last, smaller step, where there is one.
    """
    if least_samples == 1 or not batch.full_steps_per_epoch:
        return
    if getattr(spec.strategy, "sync_batch_norm", False):
        return  # statistics over all devices are never over one device's samples alone
    if batch.micro_batch_size < least_samples:
        yield Problem(
            field="training.micro_batch_size",
            sentence=f"On such pictures this model's BatchNorm needs {samples(least_samples)} at once; "
            f"a device gets {batch.micro_batch_size}.",
            mend=f"Use a micro-batch size of at least {least_samples}.",
            fix=Fix(label=f"Use {least_samples}", changes={"training.micro_batch_size": least_samples}),
        )
    elif batch.last_batch_samples and fewest_at_last < least_samples:
        yield Problem(
            field="training.last_batch",
            sentence=f"On such pictures this model's BatchNorm needs {samples(least_samples)} at once; "
            f"of the {batch.last_batch_samples:,} in an epoch's last step some device gets fewer.",
            mend='Choose "drop" to leave them out of the epoch.',
            fix=Fix(label="Leave them out", changes={"training.last_batch": "drop"}),
        )


def check_machine(
    spec: RunSpec, devices: Sequence[Device], inventory: Inventory, *, one_process: bool
) -> Iterator[Problem]:
    """Precision, data workers and pinned memory against the devices."""
    training = spec.training
    on_gpu = any(device.kind == "gpu" for device in devices)
    if training.precision in ("fp16", "bf16") and not on_gpu:
        yield Problem(
            field="training.precision",
            sentence=f"{training.precision} saves no time on most CPUs.",
            mend="Use fp32 unless you want to try half precision.",
            severity=Severity.WARNING,
            fix=Fix(label="Use fp32", changes={"training.precision": "fp32"}),
        )
    if training.precision == "tf32" and devices and not on_gpu:
        yield Problem(
            field="training.precision",
            sentence="tf32 is for NVIDIA GPUs; CPUs compute in fp32.",
            mend="Use fp32.",
            severity=Severity.WARNING,
            fix=Fix(label="Use fp32", changes={"training.precision": "fp32"}),
        )
    ranks = 1 if one_process else max(1, len(devices))
    workers = training.data_workers * ranks
    num_cores = len(inventory.cores)
    if workers > num_cores:
        yield Problem(
            field="training.data_workers",
            sentence=f"{workers} data workers in all share {cores(num_cores)}.",
            mend="Fewer would do as much.",
            severity=Severity.WARNING,
            fix=Fix(label="Use none", changes={"training.data_workers": 0}),
        )
    if training.pin_memory and devices and not on_gpu:
        yield Problem(
            field="training.pin_memory",
            sentence="Pinned memory speeds up copies to a GPU; this run uses none.",
            severity=Severity.NOTE,
        )


def check_compile(
    spec: RunSpec,
    devices: Sequence[Device],
    inventory: Inventory,
    *,
    one_process: bool,
    has_batch_norm: bool,
) -> Iterator[Problem]:
    """What torch.compile lacks on this machine, and where it would not work."""
    if not spec.training.compile:
        return
    without = Fix(label="Do not compile", changes={"training.compile": False})
    if inventory.compiler_problem:
        yield Problem(
            field="training.compile",
            sentence=inventory.compiler_problem,
            mend="Install g++ and Python's headers (on Debian: apt install g++ python3-dev), or go without.",
            fix=without,
        )
    if one_process and len(devices) > 1:
        yield Problem(
            field="training.compile",
            sentence="A compiled model cannot be spread over several devices by one process.",
            mend="Go without, or use DistributedDataParallel.",
            fix=without,
        )
    if has_batch_norm and spec.training.activation_checkpointing != "none":
        yield Problem(
            field="training.activation_checkpointing",
            sentence="torch.compile cannot repeat a forward with BatchNorm without counting its batch twice.",
            mend="Keep all activations, or do not compile.",
            fix=Fix(label="Keep all", changes={"training.activation_checkpointing": "none"}),
        )


def check_busy(devices: Sequence[Device], busy_keys: Collection[str]) -> Iterator[Problem]:
    """Devices that another run holds: this one waits."""
    busy = [device.label for device in devices if is_busy(device, busy_keys)]
    if busy:
        yield Problem(
            field="devices",
            sentence=f"{', '.join(busy)} {'are' if len(busy) > 1 else 'is'} in use; the run waits until "
            f"{'they are' if len(busy) > 1 else 'it is'} free.",
            severity=Severity.NOTE,
        )
