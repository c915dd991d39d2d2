"""RATING mentions: a grade of the regulator's scale, or an ordinary adjective (codebook reading 17)."""

from __future__ import annotations

import re
from bisect import bisect_right

from ofsight.reading import Mention

from .context import RuleContext
from .rating_cues import GRADE, JOINED, GradePlace, grade_score

_BEFORE = 230
_AFTER = 50
_ACCEPTED = 0.5
_SHARED = 0.9
"""What a grade passes on of its score to the one it is joined to."""


def _place(context: RuleContext, match: re.Match[str], unit: tuple[int, int], label: str) -> GradePlace:
    start, end = match.span()
    return GradePlace(
        surface=match.group(),
        before=context.text[max(unit[0], start - _BEFORE) : start],
        after=context.text[end : min(unit[1], end + _AFTER)],
        label=label,
        kind=context.kind,
        marks=(context.raw[max(0, start - 1) : start], context.raw[end : end + 1]),
    )


def find_ratings(context: RuleContext) -> list[Mention]:
    """Find the grades of the regulator's scale in a document.

    A grade joined to another ("good or outstanding", "from inadequate to good") stands or falls with it.
    """
    starts = [block.start for block in context.blocks]
    found: list[Mention] = []
    for unit in context.units:
        spans: list[tuple[int, int]] = []
        places: list[GradePlace] = []
        for match in GRADE.finditer(context.text, *unit):
            index = bisect_right(starts, match.start()) - 1
            label = context.blocks[index].label if index >= 0 else ""
            spans.append(match.span())
            places.append(_place(context, match, unit, label))
        scores = [grade_score(place) for place in places]
        _share(context.text, spans, places, scores)
        found += [
            Mention(*span, "RATING", score)
            for span, score in zip(spans, scores, strict=True)
            if score >= _ACCEPTED
        ]
    return found


def _share(text: str, spans: list[tuple[int, int]], places: list[GradePlace], scores: list[float]) -> None:
    """Let grades that are joined share their scores, in place."""
    for i in range(len(spans) - 1):
        if not JOINED.fullmatch(text, spans[i][1], spans[i + 1][0]):
            continue
        shared = _SHARED * max(scores[i], scores[i + 1])
        if places[i + 1].ends_clause or scores[i + 1]:
            scores[i], scores[i + 1] = max(scores[i], shared), max(scores[i + 1], shared)
