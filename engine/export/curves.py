"""The curves of runs for other programs, in any of their formats."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from engine.errors import ExportError
from engine.export.csv_curves import write_csv
from engine.export.curve_source import CurveSource, curves_of
from engine.export.mlflow_curves import write_mlflow
from engine.export.parquet_curves import write_parquet
from engine.export.tensorboard_curves import write_tensorboard
from engine.record.disk import disk_errors
from engine.record.folder import RunFolder

Writer = Callable[[Sequence[CurveSource], Path], Iterator[int]]


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


FORMS = {
    form.key: form
    for form in (
        CurveForm("csv", "CSV", ".csv", write_csv),
        CurveForm("parquet", "Parquet", ".parquet", write_parquet, "pyarrow", "parquet"),
        CurveForm("tensorboard", "TensorBoard", "", write_tensorboard),
        CurveForm("mlflow", "MLflow", "", write_mlflow, "mlflow", "mlflow"),
    )
}


@dataclass(frozen=True, slots=True)
class ExportedCurves:
    """What was written."""

    path: Path
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
    target: Path,
    progress: Callable[[int], None] = lambda _: None,
) -> ExportedCurves:
    """Write every curve of these runs; a file appears whole or not at all.

    Args:
        folders: The runs; they may still go on.
        form: One of `FORMS`.
        target: A file, or the folder in which each run gets its own.
        progress: Told now and then how many points are written.

    Raises:
        ExportError: A package is missing, or there is no curve.
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
    with disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.partial") if form.suffix else target
        try:
            for count in form.write(curves, draft):
                num_points += count
                progress(num_points)
            if form.suffix:
                draft.replace(target)
        finally:
            if form.suffix:
                draft.unlink(missing_ok=True)
    return ExportedCurves(target, form.key, len(folders), len(curves), num_points)
