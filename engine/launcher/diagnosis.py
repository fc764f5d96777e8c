"""Why an attempt failed: all traces weighed, the earliest real cause named."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.launcher.causes import is_secondary, known_cause
from engine.launcher.hang_watch import Hang
from engine.launcher.witness import AgentEnded, Death
from engine.plan.records import AnyPlan, Plan
from engine.record.events import RankFailure
from engine.record.folder import RunFolder

_LAST_LINES = 20
_RESUME = "Resume goes on from the last complete checkpoint, or begins again where there is none."
_OUTSIDE = f"Something outside Paraloom ended it: a person, or the system. {_RESUME}"
_CRASHES = {"SIGSEGV", "SIGABRT", "SIGILL", "SIGFPE"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the supervisor saw of an attempt that went wrong."""

    rank_pids: Mapping[int, int]
    deaths: Sequence[Death] = ()
    """Ends of ranks before we began to end them ourselves."""
    agent: AgentEnded | None = None
    agent_signal: str | None = None
    """The signal that ended the agent."""
    memory_kills: int = 0
    """Processes that the kernel ended for lack of memory since the start."""


@dataclass(frozen=True, slots=True)
class _Trace:
    """One thing that may be the cause."""

    time: float
    rank: int | None
    note: Mapping[str, Any] = field(default_factory=dict)
    death: Death | None = None

    @property
    def is_secondary(self) -> bool:
        """Whether it only followed from another rank's end."""
        return is_secondary(f"{self.note.get('sentence', '')} {self.note.get('traceback', '')}")


def diagnose(
    folder: RunFolder,
    plan: Plan,
    attempt: int,
    evidence: Evidence,
    *,
    time: float,
    hang: Hang | None = None,
) -> RankFailure:
    """The earliest real cause, as a sentence with a mend.

    A rank that was killed comes before its partner's "connection closed by peer", whichever was seen
    first.
    """
    teller = _Teller(folder, plan, attempt, evidence, time)
    if hang is not None:
        return teller.hung(hang)
    if evidence.agent is not None and evidence.agent.sentence:
        agent = evidence.agent
        return teller.failure(None, agent.sentence, agent.mend, agent.diagnosis)
    traces = _traces(folder, plan, attempt, evidence)
    primary = [trace for trace in traces if not trace.is_secondary]
    if primary:
        first = min(primary, key=lambda trace: trace.time)
        return teller.raised(first) if first.note else teller.died(first)
    if evidence.agent_signal:
        sentence = f"The process that watches over the ranks was ended by {evidence.agent_signal}."
        return teller.failure(None, sentence, _OUTSIDE, "launcher", signal=evidence.agent_signal)
    if traces:
        return teller.raised(min(traces, key=lambda trace: trace.time))
    return teller.failure(
        None, "The ranks ended without a word.", f"Look into logs/launcher.log. {_RESUME}", "launcher"
    )


def read_note(folder: RunFolder, attempt: int, rank: int) -> dict[str, Any] | None:
    """What a rank wrote down about its failure; None where it wrote nothing that can be read."""
    try:
        note = json.loads(folder.failure_path(attempt, rank).read_bytes())
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) else None


def last_log_lines(folder: RunFolder, name: str) -> tuple[str, ...]:
    """The end of a log; empty where there is none."""
    try:
        with (folder.logs_dir / name).open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - 32768))
            text = file.read().decode(errors="replace")
    except OSError:
        return ()
    return tuple(line[:400] for line in text.splitlines() if line.strip())[-_LAST_LINES:]


def _traces(folder: RunFolder, plan: Plan, attempt: int, evidence: Evidence) -> list[_Trace]:
    traces = []
    noted = set()
    for rank in range(plan.world_size):
        note = read_note(folder, attempt, rank)
        if note is not None:
            noted.add(rank)
            traces.append(_Trace(float(note.get("time", 0.0)), rank, note))
    ranks = {pid: rank for rank, pid in evidence.rank_pids.items()}
    for death in evidence.deaths:
        rank_of = ranks.get(death.pid)
        if death.was_failure and rank_of not in noted:
            traces.append(_Trace(death.time, rank_of, death=death))
    return traces


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts a cause into words."""

    folder: RunFolder
    plan: Plan
    attempt: int
    evidence: Evidence
    time: float

    def failure(
        self,
        rank: int | None,
        sentence: str,
        mend: str,
        diagnosis: str,
        *,
        exit_code: int | None = None,
        signal: str | None = None,
    ) -> RankFailure:
        log = "launcher.log" if rank is None else f"rank-{rank}.log"
        return RankFailure(
            time=self.time,
            attempt=self.attempt,
            sentence=sentence,
            mend=mend,
            diagnosis=diagnosis,
            rank=rank,
            device_id=None if rank is None else self.plan.ranks[rank].device_ids[0],
            exit_code=exit_code,
            signal=signal,
            log=f"logs/{log}",
            last_lines=last_log_lines(self.folder, log),
        )

    def hung(self, hang: Hang) -> RankFailure:
        where = "before its first step"
        if hang.beat is not None:
            where = f"in {hang.beat.phase} of step {hang.beat.step}"
        why = " It is held by a signal (SIGSTOP) or a debugger." if hang.is_stopped else ""
        mend = f"Its log holds the stacks of all its threads. {_RESUME}"
        if hang.is_stopped:
            mend = f"Look who stops it. {_RESUME}"
        elif self.plan.backend == "nccl":
            mend = (
                "Often a GPU link: NCCL_DEBUG=INFO names it, NCCL_P2P_DISABLE=1 goes around it. "
                f"The rank's log holds its stacks. {_RESUME}"
            )
        sentence = f"{self._who(hang.rank)} hung {where}: no sign of life for {hang.seconds:.0f} s.{why}"
        return self.failure(hang.rank, sentence, mend, "hung")

    def raised(self, trace: _Trace) -> RankFailure:
        note = trace.note
        sentence, mend = str(note.get("sentence", "")), str(note.get("mend", ""))
        diagnosis = str(note.get("diagnosis", ""))
        if trace.is_secondary:
            sentence = f"{self._who(trace.rank)} lost touch with another rank: {sentence}"
            return self.failure(trace.rank, sentence, mend or _RESUME, diagnosis or "raised", exit_code=1)
        if diagnosis in ("", "raised"):
            cause = known_cause(f"{note.get('error_type', '')}: {sentence}\n{note.get('traceback', '')}")
            if cause is not None:
                sentence = f"{cause.sentence} ({self._who(trace.rank)}: {sentence})"
                mend, diagnosis = cause.mend, cause.diagnosis
            else:
                sentence = f"{self._who(trace.rank)} raised {note.get('error_type', 'an error')}: {sentence}"
        return self.failure(trace.rank, sentence, mend or _RESUME, diagnosis or "raised", exit_code=1)

    def died(self, trace: _Trace) -> RankFailure:
        death = trace.death
        assert death is not None
        who = self._who(trace.rank)
        if death.signal is None:
            return self._exited(trace, who, death)
        if death.signal == "SIGKILL" and self.evidence.memory_kills:
            sentence = f"{who} was ended by the system because memory ran out."
            mend = "Make training.micro_batch_size or training.data_workers smaller, or end other programs."
            return self.failure(trace.rank, sentence, mend, "out_of_memory", signal=death.signal)
        cause = known_cause(death.signal)
        if cause is not None:
            sentence = f"{cause.sentence} ({who} was ended by {death.signal}.)"
            return self.failure(trace.rank, sentence, cause.mend, cause.diagnosis, signal=death.signal)
        if death.signal in _CRASHES:
            mend = f"Its log ends with the stacks. Often a broken install of torch or a driver. {_RESUME}"
            return self.failure(
                trace.rank, f"{who} crashed ({death.signal}).", mend, "killed", signal=death.signal
            )
        return self.failure(
            trace.rank, f"{who} was ended by {death.signal}.", _OUTSIDE, "killed", signal=death.signal
        )

    def _exited(self, trace: _Trace, who: str, death: Death) -> RankFailure:
        log = "launcher.log" if trace.rank is None else f"rank-{trace.rank}.log"
        cause = known_cause("\n".join(last_log_lines(self.folder, log)))
        sentence = f"{who} ended by itself with exit code {death.exit_code}."
        if cause is not None:
            sentence = f"{cause.sentence} ({sentence})"
            return self.failure(trace.rank, sentence, cause.mend, cause.diagnosis, exit_code=death.exit_code)
        mend = f"Its log may say why. {_RESUME}"
        return self.failure(trace.rank, sentence, mend, "exited", exit_code=death.exit_code)

    def _who(self, rank: int | None) -> str:
        return name_rank(self.plan, rank)


def name_rank(plan: AnyPlan, rank: int | None) -> str:
    """A rank and where it runs, in words."""
    if rank is None:
        return "A rank"
    device_ids = plan.ranks[rank].device_ids
    more = f" and {len(device_ids) - 1} more" if len(device_ids) > 1 else ""
    return f"Rank {rank} on {plan.device(device_ids[0]).label}{more}"
