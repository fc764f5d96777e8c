"""`paraloom lab report`: what a study found, as a document."""

import sys
from collections.abc import Mapping
from pathlib import Path

from engine.cli.exit_codes import COMPLETED
from engine.cli.result import as_json
from engine.cli.study import result_object
from engine.errors import RunFolderError
from engine.lab.report.documents import FORMS
from engine.lab.study.folder import StudyFolder
from engine.lab.study.race import read_result
from engine.spec.toml import write_text


def write_reports(runs_dir: Path, asked: str, files: Mapping[str, Path], *, language: str, json: bool) -> int:
    """Write what a study has found so far; without a file, Markdown on standard output. Gives the exit code.

    Args:
        runs_dir: Where studies lie.
        asked: A study's folder, a part of its name, or `last`.
        files: Form of report to the file it goes to.
        language: Of `engine.translation.LANGUAGES`.
        json: The last line is a JSON object.

    Raises:
        RunFolderError: There is no such study, or it cannot be read.
        SpecError: A file cannot be written.
    """
    folder = find_study_folder(runs_dir, asked)
    result = read_result(folder)
    for form, path in files.items():
        target = path.expanduser().absolute()
        write_text(target, FORMS[form](result, language))
        print(target, file=sys.stderr if json else sys.stdout)
    if json:
        print(as_json(result_object(folder, result)))
    elif not files:
        print(FORMS["markdown"](result, language), end="")
    return COMPLETED


def find_study_folder(runs_dir: Path, text: str) -> StudyFolder:
    """The study that a person means: its folder, a part of a name that only it has, or `last`.

    Raises:
        RunFolderError: There is none, or several.
    """
    found = StudyFolder.called(runs_dir, text)
    if len(found) == 1:
        return found[0]
    names = ", ".join(folder.name for folder in (found or StudyFolder.all_in(runs_dir))[:5])
    what = f"{len(found)} studies are called like {text}" if found else f"There is no study {text}"
    raise RunFolderError(
        f"{what} in {runs_dir}.",
        mend=f"Name one of: {names}." if names else "`paraloom lab run study-digits-scaling` makes one.",
    )
