"""The words of the command line by which runs come and go."""

import argparse
from pathlib import Path

from engine.cli.parser_parts import Words, add_json, add_run_argument

CURVE_FORMS = ("csv", "parquet", "tensorboard", "mlflow", "wandb")
WEIGHT_FORMS = ("safetensors", "pt", "module")


def add_export(words: Words, common: argparse.ArgumentParser) -> None:
    """The word `export`."""
    export = words.add_parser("export", help="write what a run has learnt for other programs")
    things = export.add_subparsers(dest="thing", metavar="WORD", required=True)
    weights = things.add_parser(
        "weights", parents=[common], help="the weights of a checkpoint, whichever mesh it was saved on"
    )
    _add_run_zip(things, common)
    add_run_argument(weights)
    weights.add_argument(
        "--format",
        choices=WEIGHT_FORMS,
        default=WEIGHT_FORMS[0],
        help="safetensors; pt: a state dict for torch.load with weights_only; module: the pickled module",
    )
    weights.add_argument(
        "--checkpoint", metavar="NAME", help="for instance step-00001200; default: the latest"
    )
    weights.add_argument(
        "--averaged", action="store_true", help="the moving average of the weights (training.ema_decay)"
    )
    weights.add_argument(
        "--output", type=Path, metavar="FILE", help="default: a file in the run's folder artifacts/"
    )
    weights.add_argument(
        "--allow-pickle",
        action="store_true",
        help="write a module, though whoever reads it runs whatever code is in the file, with their rights",
    )
    add_json(weights)
    _add_curves(things, common)


def _add_curves(things: Words, common: argparse.ArgumentParser) -> None:
    curves = things.add_parser("curves", parents=[common], help="the curves of runs")
    curves.add_argument("run", nargs="+", metavar="RUN", help="run folders, or parts of their names")
    curves.add_argument(
        "target",
        metavar="FILE",
        help="a file; for tensorboard a folder, with a folder a run; for mlflow a folder with its mlflow.db, "
        "or a tracking URI: http://localhost:5000, sqlite:////full/path/mlflow.db or file:///full/path; for "
        "wandb a folder, with a folder a run for `wandb sync`",
    )
    curves.add_argument(
        "--format",
        choices=CURVE_FORMS,
        help="default: by the end of the file's name, .csv or .parquet; mlflow for a URI, else tensorboard; "
        "parquet and mlflow need extras: pip install 'paraloom[parquet,mlflow]'",
    )
    add_json(curves)


def _add_run_zip(things: Words, common: argparse.ArgumentParser) -> None:
    whole = things.add_parser("run", parents=[common], help="the whole run folder as a zip file")
    add_run_argument(whole)
    whole.add_argument("file", type=Path, metavar="FILE.zip", help="is replaced where it exists")
    add_json(whole)


def add_parcels(words: Words, common: argparse.ArgumentParser) -> None:
    """The words `import` and `trash`."""
    bring = words.add_parser("import", help="take in runs from elsewhere")
    things = bring.add_subparsers(dest="thing", metavar="WORD", required=True)
    whole = things.add_parser("run", parents=[common], help="a run that was exported as a zip file")
    whole.add_argument("file", type=Path, metavar="FILE.zip")
    add_json(whole)
    events = things.add_parser(
        "tensorboard",
        parents=[common],
        help="TensorBoard's event files",
        description="Each folder with scalars becomes a run, with its steps, wall times and hyperparameters. "
        "What was imported before is left as it is.",
    )
    events.add_argument("folder", type=Path, metavar="DIR", help="what one gives `tensorboard --logdir`")
    add_json(events)
    trash = words.add_parser("trash", help="runs that were moved to the trash")
    actions = trash.add_subparsers(dest="trash_word", metavar="WORD", required=True)
    actions.add_parser("list", parents=[common], help="what lies there, newest first")
    restore = actions.add_parser("restore", parents=[common], help="put a run back among the others")
    restore.add_argument("run", metavar="RUN", help="the name of its folder")
    actions.add_parser("empty", parents=[common], help="erase everything in it for good")
