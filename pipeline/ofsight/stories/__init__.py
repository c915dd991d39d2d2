"""One inspection, one story: which mentions, within a document and across documents, mean the same.

The record's format is fixed, and it already says which council a mention means (``value``, a GSS code). Which
mentions are one official or one inspection follows from the record without a model, so it is not stored:
:func:`tell_story` works it out for one record, :func:`trace_judgements` for the judgements of many.
"""

from .document import Story, ToldCouncil, ToldOfficial, tell_story
from .inspections import ToldInspection
from .telling import Telling, tellings
from .timeline import TracedJudgement, trace_judgements

__all__ = [
    "Story",
    "Telling",
    "ToldCouncil",
    "ToldInspection",
    "ToldOfficial",
    "TracedJudgement",
    "tell_story",
    "tellings",
    "trace_judgements",
]
