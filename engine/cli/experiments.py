"""The words of `paraloom lab` that have a folder in the runs folder: studies and sweeps."""

import argparse
from pathlib import Path

from engine.cli.parser import STUDY_FORMS


def obey_experiment(options: argparse.Namespace, runs_dir: Path) -> int:
    """Do what `lab run`, `lab sweep` or `lab report` say; gives the exit code.

    Args:
        options: The words, read.
        runs_dir: The folder of all runs.
    """
    if options.experiment == "report":
        from engine.cli.study_report import write_reports

        asked = {form: getattr(options, form) for form in STUDY_FORMS if getattr(options, form)}
        return write_reports(runs_dir, options.study, asked, language=options.language, json=options.json)
    how = {"dry_run": options.dry_run, "detach": options.detach, "json": options.json}
    if options.experiment == "sweep":
        from engine.cli.sweep import run_sweep

        return run_sweep(runs_dir, options.sweep, **how)
    from engine.cli.study import run_study

    return run_study(runs_dir, options.study, **how)
