"""Arguments that many words of the command line have."""

import argparse
from typing import TypeAlias

Words: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_run_argument(parser: argparse.ArgumentParser) -> None:
    """Which run."""
    parser.add_argument("run", metavar="RUN", help="a run folder, or a part of a run's name that only it has")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Whether the result is told as JSON."""
    parser.add_argument(
        "--json", action="store_true", help="the last line of standard output is one JSON object"
    )
