"""The curves of runs for other programs, in any of their formats."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from engine.errors import ExportError
from engine.export.csv_curves import write_csv
from engine.export.curve_source import CurveSource, curves_of
from engine.export.mlflow_address import is_address, without_password
from engine.export.mlflow_curves import send_mlflow, write_mlflow
from engine.export.parquet_curves import write_parquet
from engine.export.tensorboard_curves import write_tensorboard
from engine.export.wandb_curves import write_wandb
from engine.record.disk import disk_errors
from engine.record.folder import RunFolder

Writer = Callable[[Sequence[CurveSource], Path], Iterator[int]]
Sender = Callable[[Sequence[CurveSource], str], Iterator[int]]


@dataclass(frozen=True, slots=True)
class CurveForm:
    """A format of curves."""

    key: str
    title: str
    suffix: str
    """Of its file; empty where it is a folder."""
    write: Writer
    package: str = ""
    """What has to be installed for it; empty: nothing."""
    extra: str = ""
    """Paraloom's extra that brings the package."""
    send: Sender | None = None
    """For a format that has addresses of its own."""


FORMS = {
    form.key: form
    for form in (
        CurveForm("csv", "CSV", ".csv", write_csv),
        CurveForm("parquet", "Parquet", ".parquet", write_parquet, "pyarrow", "parquet"),
        CurveForm("tensorboard", "TensorBoard", "", write_tensorboard),
        CurveForm("mlflow", "MLflow", "", write_mlflow, "mlflow", "mlflow", send_mlflow),
        CurveForm("wandb", "W&B", "", write_wandb),
    )
}


@dataclass(frozen=True, slots=True)
class ExportedCurves:
    """What was written."""

    path: Path | str
    """The file, the folder or the address."""
    form: str
    num_runs: int
    num_curves: int
    num_points: int


def missing_extra(form: CurveForm) -> ExportError | None:
    """Why a format cannot be written here, and how to mend it; None where it can."""
    if not form.package or find_spec(form.package) is not None:
        return None
    return ExportError(
        f"{form.title} needs the package {form.package}, which is not installed.",
        mend=f"pip install 'paraloom[{form.extra}]'",
    )


def export_curves(
    folders: Sequence[RunFolder],
    form: CurveForm,
    target: Path | str,
    progress: Callable[[int], None] = lambda _: None,
) -> ExportedCurves:
    """Write every curve of these runs; a file appears whole or not at all.

    Args:
        folders: The runs; they may still go on.
        form: One of `FORMS`.
        target: A file, the folder in which each run gets its own, or the address of a server or store.
        progress: Told now and then how many points are written.

    Raises:
        ExportError: A package is missing, there is no curve, or nobody takes it at that address.
        RunFolderError: A run cannot be read, or the target not be written.
    """
    missing = missing_extra(form)
    if missing is not None:
        raise missing
    curves = curves_of(folders)
    if not curves:
        runs = ", ".join(folder.name for folder in folders)
        raise ExportError(f"There are no curves yet in {runs}.", mend="Wait for its first points.")
    num_points = 0
    for count in _written(curves, form, target):
        num_points += count
        progress(num_points)
    told = without_password(target) if isinstance(target, str) else target
    return ExportedCurves(told, form.key, len(folders), len(curves), num_points)


def _written(curves: Sequence[CurveSource], form: CurveForm, target: Path | str) -> Iterator[int]:
    """Writes; tells now and then how many points it had."""
    if isinstance(target, str):
        if form.send is None:
            shown = without_password(target)
            raise ExportError(
                f"{form.title} is written into a file or folder, and {shown} is an address.",
                mend="Give a path, or say --format mlflow.",
            )
        yield from form.send(curves, target)
        return
    with disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.partial") if form.suffix else target
        try:
            yield from form.write(curves, draft)
            if form.suffix:
                draft.replace(target)
        finally:
            if form.suffix:
                draft.unlink(missing_ok=True)


def target_of(text: str) -> Path | str:
    """What a person means by a target: an address, or a full path."""
    return text if is_address(text) else Path(text).expanduser().absolute()
