"""The filter language of runs: `strategy:ddp accuracy>0.97 tag:paper`."""

from engine.record.query.columns import Row, RunColumns
from engine.record.query.complete import Completion, Suggestion, complete
from engine.record.query.parse import Query, parse_query, sound_part

__all__ = ["Completion", "Query", "Row", "RunColumns", "Suggestion", "complete", "parse_query", "sound_part"]
