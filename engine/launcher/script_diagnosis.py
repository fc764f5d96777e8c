"""Why a script failed: the first of its ranks that ended badly of itself, and the words it left."""

import re
from collections.abc import Sequence

from engine.launcher.causes import Cause, is_secondary, known_cause
from engine.launcher.diagnosis import Evidence, last_log_lines, name_rank
from engine.launcher.witness import Death
from engine.plan.records import ScriptPlan
from engine.record.events import RankFailure
from engine.record.folder import RunFolder

_USAGE_EXIT_CODE = 2
"""What argparse, and most programs after it, end with where they cannot read their arguments."""
_EXCEPTION = re.compile(r"[A-Za-z_][\w.]*(Error|Exception|Interrupt|Exit|Warning|Iteration)\b.*")
_MARK = re.compile(r"^\[rank\d+\]: ")
"""Torch puts the rank before each line of a traceback."""
_TRACEBACK = re.compile(r"^Traceback \(most recent")
_MENDS = {
    "out_of_memory": "Have the script use smaller batches or fewer workers, or end other programs, "
    "then start it again.",
    "shared_memory": "Have the script use no data workers, or enlarge /dev/shm, then start it again.",
    "killed": "A person did, or the system short of memory. Have it use less, then start it again.",
    "port_taken": "Have the script meet at MASTER_ADDR and MASTER_PORT, which it is given, "
    "then start it again.",
    "missing_package": "Install it in the Python that runs Paraloom, then start it again.",
    "disk_full": "Free some space, then start it again.",
    "cuda_driver": "Check `nvidia-smi`: the driver is missing, too old for this torch, or the GPU is hidden.",
    "nccl": "Set NCCL_DEBUG=INFO in script.environment and start it again: its log then names the link.",
}
"""What to do about a known cause where the training is not ours."""


def diagnose_script(
    folder: RunFolder, plan: ScriptPlan, attempt: int, evidence: Evidence, *, time: float
) -> RankFailure:
    """The earliest end that was not merely the end of another rank, as a sentence with a mend."""
    agent = evidence.agent
    base = RankFailure(time=time, attempt=attempt, sentence="", log="logs/launcher.log")
    if agent is not None and agent.sentence:
        return _told(base, agent.sentence, agent.mend, agent.diagnosis)
    ranks = {pid: rank for rank, pid in evidence.rank_pids.items()}
    ends = sorted((death for death in evidence.deaths if death.was_failure), key=lambda death: death.time)
    logs = {death.pid: last_log_lines(folder, _log_of(ranks.get(death.pid))) for death in ends}
    first = next((death for death in ends if not is_secondary(_last_words(logs[death.pid]))), None)
    first = first or next(iter(ends), None)
    if first is None:
        signal = evidence.agent_signal
        sentence = f"The process that watches over the script was ended by {signal}."
        return _told(base, sentence if signal else "The script ended without a word.", "", "launcher")
    rank = ranks.get(first.pid)
    failure = base.model_copy(
        update={
            "rank": rank,
            "device_id": None if rank is None else plan.ranks[rank].device_ids[0],
            "exit_code": first.exit_code,
            "signal": first.signal,
            "log": f"logs/{_log_of(rank)}",
            "last_lines": logs[first.pid],
        }
    )
    lines = [_MARK.sub("", line) for line in logs[first.pid]]
    return _told(failure, *_words(name_rank(plan, rank), first, lines, evidence))


def _told(failure: RankFailure, sentence: str, mend: str, diagnosis: str) -> RankFailure:
    return failure.model_copy(update={"sentence": sentence, "mend": mend, "diagnosis": diagnosis})


def _log_of(rank: int | None) -> str:
    return "launcher.log" if rank is None else f"rank-{rank}.log"


def _words(who: str, end: Death, lines: Sequence[str], evidence: Evidence) -> tuple[str, str, str]:
    """Sentence, mend and diagnosis."""
    cause = _cause(lines, end)
    if end.signal is not None:
        if end.signal == "SIGKILL" and evidence.memory_kills:
            sentence = f"{who} was ended by the system because memory ran out."
            return sentence, _MENDS["out_of_memory"], "out_of_memory"
        sentence = f"{who} was ended by {end.signal}."
        if cause is not None:
            return f"{cause.sentence} ({sentence})", _MENDS[cause.diagnosis], cause.diagnosis
        return sentence, "Its console may end with the reason.", "killed"
    raised = _exception(lines)
    sentence = f"{who} raised {raised}" if raised else f"{who} ended with exit code {end.exit_code}."
    if cause is not None:
        return f"{cause.sentence} ({sentence})", _MENDS[cause.diagnosis], cause.diagnosis
    if raised:
        return sentence, "Its console shows where.", "raised"
    complaint = _complaint(lines)
    if end.exit_code == _USAGE_EXIT_CODE and complaint:
        sentence = f"The script does not take its arguments: {complaint}"
        return sentence, "Change script.arguments; its console shows what it takes.", "arguments"
    return sentence, "Its console may end with the reason.", "exited"


def _cause(lines: Sequence[str], end: Death) -> Cause | None:
    """A known cause that its last words, or the signal, speak of and that can be mended from outside."""
    cause = known_cause(_last_words(lines)) or known_cause(end.signal or "")
    return cause if cause is not None and cause.diagnosis in _MENDS else None


def _last_words(lines: Sequence[str]) -> str:
    """The last traceback, else the last line: what a script prints before may speak of anything."""
    starts = [index for index, line in enumerate(lines) if _TRACEBACK.match(line)]
    return "\n".join(lines[starts[-1] :] if starts else lines[-1:])


def _exception(lines: Sequence[str]) -> str | None:
    """The line that names the exception, where the log ends with a traceback."""
    if not any(_TRACEBACK.match(line) or line.startswith("  File ") for line in lines):
        return None
    return next((line for line in reversed(lines) if _EXCEPTION.fullmatch(line)), None)


def _complaint(lines: Sequence[str]) -> str | None:
    """What argparse says was wrong."""
    found = [line.partition("error: ")[2] for line in lines if "error: " in line]
    return found[-1] if found else None
