"""`paraloom export`: what a run leaves for other programs, on the command line."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from engine.cli.exit_codes import COMPLETED
from engine.cli.result import as_json
from engine.errors import WeightsError
from engine.record.folder import RunFolder

_RISK = (
    "Whoever reads a pickled module runs whatever code is in the file, with their own rights; and it can be "
    "read only where Paraloom and torch are of these versions."
)


def write_weights(
    folder: RunFolder,
    *,
    form: str,
    checkpoint: str | None,
    averaged: bool,
    target: Path | None,
    allow_pickle: bool,
    json: bool,
) -> int:
    """Write a run's weights and print where they are; gives the exit code.

    Args:
        folder: The run.
        form: Of `engine.cli.parser_exchange.WEIGHT_FORMS`.
        checkpoint: Its name; the latest where None.
        averaged: The moving average instead.
        target: The file.
        allow_pickle: Whether a whole module may be pickled.
        json: The last line is a JSON object.

    Raises:
        CheckpointError: There is none, or it is damaged.
        WeightsError: A module is to be pickled without leave, or there are no averages.
        RunFolderError: The file cannot be written.
    """
    if form == "module":
        if not allow_pickle:
            raise WeightsError(_RISK, mend="Choose safetensors or pt, or say --allow-pickle.")
        print(f"warning: {_RISK}", file=sys.stderr)
    from engine.export.weights import export_weights

    done = export_weights(folder, form, checkpoint=checkpoint, averaged=averaged, target=target)  # type: ignore[arg-type]
    if json:
        print(as_json({**asdict(done), "path": str(done.path), "run": folder.name}))
    else:
        print(f"{done.path}: {done.num_tensors} tensors of {done.checkpoint}, {done.num_bytes:,} bytes")
    return COMPLETED


def write_curves(folders: Sequence[RunFolder], *, form: str | None, target: str, json: bool) -> int:
    """Write the curves of runs and print where they are; gives the exit code.

    Args:
        folders: The runs.
        form: Of `engine.cli.parser_exchange.CURVE_FORMS`; by the target's name where None.
        target: A file, a folder or an address.
        json: The last line is a JSON object.

    Raises:
        ExportError: A package is missing, there is no curve, or nobody takes it at that address.
        RunFolderError: A run cannot be read, or the target not be written.
    """
    from engine.export.curves import FORMS, export_curves, target_of

    place = target_of(target)
    by_suffix = {each.suffix: each for each in FORMS.values() if each.suffix}
    by_name = "mlflow" if isinstance(place, str) else "tensorboard"
    chosen = FORMS[form] if form else by_suffix.get(Path(target).suffix, FORMS[by_name])
    done = export_curves(folders, chosen, place)
    if json:
        print(as_json({**asdict(done), "path": str(done.path), "runs": [each.name for each in folders]}))
    else:
        print(f"{done.path}: {done.num_points:,} points of {done.num_curves} curves, {chosen.title}")
    return COMPLETED
