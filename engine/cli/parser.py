"""The words of the command line."""

import argparse
from importlib.metadata import version
from pathlib import Path

from engine.cli.parser_exchange import add_export, add_parcels
from engine.cli.parser_parts import Words, add_json, add_run_argument
from engine.translation import LANGUAGES

STUDY_FORMS = ("html", "markdown", "csv", "svg")
STEERING = {
    "pause": "hold a run after its current step; devices stay its own",
    "continue": "let a paused run go on",
    "stop": "save a checkpoint, then end the run; it can be resumed",
    "kill": "end a run now, without a checkpoint",
    "checkpoint": "save a checkpoint now and go on",
    "evaluate": "evaluate on the test samples now and go on",
}


def build_parser() -> argparse.ArgumentParser:
    """The parser of all words."""
    parser = argparse.ArgumentParser(
        prog="paraloom",
        description="Train PyTorch models in parallel on this machine's devices. Without a word: the window "
        "(`paraloom --runs DIR` opens it on another runs folder).",
        epilog="Exit codes: 0 completed, 1 failed, 2 bad spec or machine, 3 stopped.",
    )
    parser.add_argument("--version", action="version", version=f"Paraloom {version('paraloom')}")
    words = parser.add_subparsers(dest="word", metavar="WORD", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--runs",
        type=Path,
        metavar="DIR",
        help="the runs folder (default: $PARALOOM_RUNS, else the user's data folder)",
    )
    _add_run(words, common)
    _add_script(words, common)
    _add_resume(words, common)
    _add_data(words)
    _add_survey(words)
    _add_lab(words, common)
    add_export(words, common)
    attach = words.add_parser("attach", parents=[common], help="watch a run; Ctrl+C only looks away")
    add_run_argument(attach)
    add_json(attach)
    listing = words.add_parser("list", parents=[common], help="all runs, newest first")
    listing.add_argument(
        "--filter",
        default="",
        metavar="TEXT",
        help="only such runs, written as in the window's search: 'strategy:ddp accuracy>0.97 tag:paper "
        "-state:failed duration<5m started>2026-11-01 training.learning_rate<=0.01'; "
        "archived runs with is:archived",
    )
    listing.add_argument("--json", action="store_true", help="print one JSON list")
    for word, text in STEERING.items():
        add_run_argument(words.add_parser(word, parents=[common], help=text))
    _add_queue(words, common)
    add_parcels(words, common)
    return parser


def _add_run(words: Words, common: argparse.ArgumentParser) -> None:
    run = words.add_parser("run", parents=[common], help="start a run and watch it")
    run.add_argument("spec", metavar="SPEC", help="a TOML file, or the name of a preset such as digits-ddp")
    _add_settings(run)


def _add_script(words: Words, common: argparse.ArgumentParser) -> None:
    """Its options stand before the script, as with torchrun: what comes after is the script's own."""
    script = words.add_parser(
        "script",
        parents=[common],
        help="start a training script of your own on the devices, as torchrun would, and watch it",
    )
    script.add_argument(
        "--devices",
        default="1",
        metavar="DEVICES",
        help="how many (GPUs where there are any, else CPU slices), or their names with commas between: "
        "2, cpu:0,cpu:1 or GPU-…,GPU-…",
    )
    script.add_argument("--name", help="name of the run (default: the script's)")
    script.add_argument("--folder", default="", metavar="DIR", help="where it runs (default: here)")
    script.add_argument(
        "--env", action="append", default=[], metavar="NAME=VALUE", help="a variable; may be repeated"
    )
    script.add_argument("--logs", default="", metavar="DIR", help="where it writes TensorBoard files")
    script.add_argument("--python", action="store_true", help="one process, without torchrun's variables")
    script.add_argument("--fresh", action="store_true", help="a new Python for each rank, without torch")
    _add_settings(script)
    script.add_argument("script", metavar="SCRIPT", help="a Python file")
    script.add_argument(
        "arguments", nargs=argparse.REMAINDER, metavar="…", help="what the script is given, as it is"
    )


def _add_resume(words: Words, common: argparse.ArgumentParser) -> None:
    resume = words.add_parser(
        "resume", parents=[common], help="let a run go on from its last complete checkpoint"
    )
    add_run_argument(resume)
    _add_settings(resume)


def _add_data(words: Words) -> None:
    data = words.add_parser("data", help="look at a spec's data: sizes, classes, samples")
    data.add_argument("spec", metavar="SPEC", help="a TOML file, or the name of a preset")
    _add_set(data)
    data.add_argument("--samples", type=int, default=16, metavar="N", help="most samples in the JSON")
    data.add_argument(
        "--plain", action="store_true", help="pictures as they are, not as training changes them"
    )
    data.add_argument("--prepare", action="store_true", help="first download or make what is not there yet")
    data.add_argument("--check", action="store_true", help="read every sample and name those that cannot be")
    add_json(data)


def _add_survey(words: Words) -> None:
    survey = words.add_parser("survey", help="look at a spec's data and at its model's layers")
    survey.add_argument("spec", metavar="SPEC", help="a TOML file, or the name of a preset")
    _add_set(survey)
    survey.add_argument(
        "--part", choices=("data", "model", "all"), default="all", help="what to look at (default: all)"
    )
    add_json(survey)


def _add_lab(words: Words, common: argparse.ArgumentParser) -> None:
    lab = words.add_parser("lab", help="experiments on a spec")
    experiments = lab.add_subparsers(dest="experiment", metavar="WORD", required=True)
    parity = experiments.add_parser(
        "parity",
        help="train it in every way and hold the losses beside a single device's",
        description="Real runs, one after the other, of the spec spread by every strategy over two and four "
        "devices; CPU slices share cores where there are too few. Exit code 1: one departs too far.",
    )
    parity.add_argument("spec", metavar="SPEC", help="a TOML file, or the name of a preset")
    _add_set(parity)
    parity.add_argument(
        "--strategies", default="", metavar="KINDS", help="for instance ddp,fsdp; all without"
    )
    parity.add_argument("--steps", type=_count, default=100, metavar="N", help="how many losses are compared")
    parity.add_argument("--dtype", default="fp64,fp32", metavar="TYPES", help="fp64, fp32, or both")
    parity.add_argument("--keep", action="store_true", help="leave the runs on disk and say where")
    add_json(parity)
    _add_study(experiments, common)
    _add_sweep(experiments, common)


def _add_study(experiments: Words, common: argparse.ArgumentParser) -> None:
    race = experiments.add_parser(
        "run",
        parents=[common],
        help="race the candidates of a study against each other",
        description="Each candidate is a real run, all of them once a round. Ctrl+C stops; what was measured "
        "stays. Exit code 1: a candidate failed.",
    )
    race.add_argument("study", metavar="STUDY", help="a TOML file, or a preset such as study-digits-scaling")
    race.add_argument("--dry-run", action="store_true", help="only say what would run, and how long")
    race.add_argument("--detach", action="store_true", help="print the study's folder and come back")
    add_json(race)
    report = experiments.add_parser(
        "report", parents=[common], help="what a study found, as a document (default: Markdown, printed)"
    )
    report.add_argument("study", metavar="STUDY", help="a study's folder, a part of its name, or last")
    for form in STUDY_FORMS:
        report.add_argument(f"--{form}", type=Path, metavar="FILE", help=f"write it as {form} to this file")
    report.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of its texts")
    add_json(report)


def _add_sweep(experiments: Words, common: argparse.ArgumentParser) -> None:
    sweep = experiments.add_parser(
        "sweep",
        parents=[common],
        help="try options (learning rate, batch …) in search of the best, or go on with such a sweep",
        description="Each trial is a real run among the others, tagged with its sweep. Ctrl+C stops: its "
        "runs save, and the sweep can go on. Exit code 1: no trial came to its end.",
    )
    sweep.add_argument(
        "sweep",
        nargs="?",
        metavar="SWEEP",
        help="a TOML file, a preset such as sweep-digits, or the name of an interrupted sweep; "
        "without it the newest of those goes on",
    )
    sweep.add_argument("--dry-run", action="store_true", help="only say what would run, and how long at most")
    sweep.add_argument("--detach", action="store_true", help="print the sweep's folder and come back")
    add_json(sweep)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _add_settings(parser: argparse.ArgumentParser) -> None:
    _add_set(parser)
    parser.add_argument(
        "--detach", action="store_true", help="print the run folder and come back; the run goes on"
    )
    add_json(parser)


def _add_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        dest="settings",
        help="change a field of the spec, for instance training.max_epochs=3; may be repeated",
    )


def _add_queue(words: Words, common: argparse.ArgumentParser) -> None:
    queue = words.add_parser("queue", help="the runs that wait for devices")
    actions = queue.add_subparsers(dest="queue_word", metavar="WORD", required=True)
    listing = actions.add_parser("list", parents=[common], help="waiting runs, the next one first")
    listing.add_argument("--json", action="store_true", help="print one JSON list")
    move = actions.add_parser("move", parents=[common], help="give a waiting run another place")
    add_run_argument(move)
    move.add_argument("place", type=int, metavar="PLACE", help="1 is the next to start")
    add_run_argument(actions.add_parser("remove", parents=[common], help="take a waiting run out"))
