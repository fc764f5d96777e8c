"""Whether a candidate is the same training as the single device: a few steps of both in fp64."""

import shutil
from typing import Any

import numpy as np

from engine import counts
from engine.errors import ParaloomError, only_errors
from engine.lab.parity import TOLERANCE, Losses, departure
from engine.lab.study.candidates import Candidate, Expansion
from engine.lab.study.folder import StudyFolder
from engine.lab.study.record import Study
from engine.lab.study.results import Parity
from engine.lab.study.runs import RunFailedError, StudyRuns
from engine.models import model_for
from engine.plan.checks import check_normalisation
from engine.record.series import read_points
from engine.spec.run import RunSpec
from engine.spec.strategy import SingleSpec


def parity_spec(study: Study, spec: RunSpec) -> RunSpec:
    """A spec's training in a few steps of fp64, without what each device draws for itself."""
    model = spec.model
    if getattr(model, "dropout", 0.0):
        model = model.model_copy(update={"dropout": 0.0})
    only: dict[str, Any] = {"precision": "fp64", "compile": False, "max_steps": study.parity_steps}
    training = spec.training.model_copy(update=only)
    return spec.model_copy(update={"name": "parity", "model": model, "training": training})


def reference_spec(study: Study, expansion: Expansion, candidate: Candidate) -> RunSpec:
    """The same samples in each step on the single device, all in one forward."""
    ours = parity_spec(study, candidate.spec)
    whole: dict[str, Any] = {
        "micro_batch_size": candidate.global_batch_size,
        "grad_accum_steps": 1,
        "data_workers": 0,
        "activation_checkpointing": "none",
    }
    return ours.model_copy(
        update={
            "devices": expansion.reference.spec.devices,
            "strategy": SingleSpec(),
            "training": ours.training.model_copy(update=whole),
        }
    )


class ParityCheck:
    """Holds candidates beside the single device. Equal trainings are trained once."""

    def __init__(self, study: Study, expansion: Expansion, folder: StudyFolder, runs: StudyRuns) -> None:
        """Prepares.

        Args:
            study: What is asked.
            expansion: Its candidates.
            folder: Where it lies; runs are made below it and thrown away.
            runs: Starts them.
        """
        self._study = study
        self._expansion = expansion
        self._runs_dir = folder.path / "parity"
        self._runs = runs
        self._trained: dict[str, Losses] = {}

    def measure(self, candidate: Candidate) -> Parity:
        """How far its losses lie from those of the single device.

        Raises:
            StoppedError: A person asked for it.
        """
        study, bare = self._study, Parity(steps=self._study.parity_steps, limit=TOLERANCE)
        apart = _why_another(candidate)
        if apart:
            return bare.model_copy(update={"reason": apart})
        try:
            reference = self._train(reference_spec(study, self._expansion, candidate))
            losses = self._train(parity_spec(study, candidate.spec))
        except ParaloomError as error:
            return bare.model_copy(update={"reason": error.sentence})
        largest = departure(losses, reference).largest
        found = {"max_relative_difference": largest, "passed": largest <= TOLERANCE}
        return bare.model_copy(update=found)

    def clear(self) -> None:
        """Throw away what was trained."""
        shutil.rmtree(self._runs_dir, ignore_errors=True)

    def _train(self, spec: RunSpec) -> Losses:
        key = spec.model_dump_json()
        if key not in self._trained:
            folder = self._runs.start(spec, self._runs_dir)
            self._runs.wait([folder])
            losses: Losses = np.array(read_points(folder.series_path("train", "loss"))["value"])
            if len(losses) != self._study.parity_steps:
                raise RunFailedError(f"It tells the losses of {counts.steps(len(losses))}.", run=folder.name)
            self._trained[key] = losses
        return self._trained[key]


def _why_another(candidate: Candidate) -> str:
    """Why it cannot be the same training, where its plan knows."""
    plan = candidate.plan
    if plan is None:
        return candidate.reason
    has_batch_norm = model_for(candidate.spec).has_batch_norm(candidate.spec, plan.facts)
    apart = list(check_normalisation(candidate.spec, plan.batch, has_batch_norm=has_batch_norm))
    problems = [*apart, *only_errors(candidate.problems)]
    return problems[0].sentence if problems else ""
