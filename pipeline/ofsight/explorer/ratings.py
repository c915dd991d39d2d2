"""Each authority's ratings for the page: one row a judgement, however many documents tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ofsight.stories import Telling, trace_judgements
from ofsight.stories.periods import parse_period


def rating_rows(told: Iterable[Telling]) -> list[dict[str, Any]]:
    """Return the judgements that documents tell of, by authority and date.

    Parameters
    ----------
    told : iterable of Telling
        What each record tells; its ``number`` is the place of the article in the page.

    Returns
    -------
    list of dict
        ``council`` (GSS code), ``date`` (as told, ISO), ``first`` and ``last`` (its days), ``area``,
        ``rating``, ``previous``, ``contradicted``, ``type``, ``framework``, ``tellings`` (article, start and
        end of the evidence; the report itself first) and ``rivals`` (the same, then the other rating).
    """
    rows = []
    for judgement in trace_judgements(told):
        period = parse_period(judgement.date)
        inspection = judgement.inspection
        rows.append(
            {
                "council": judgement.council,
                "date": judgement.date,
                "first": period and period.first.isoformat(),
                "last": period and period.last.isoformat(),
                "area": judgement.area,
                "rating": judgement.rating,
                "previous": judgement.previous,
                "contradicted": judgement.is_contradicted,
                "type": judgement.inspection_type,
                "framework": inspection and inspection.framework,
                "tellings": [_place(telling) for telling in judgement.tellings],
                "rivals": [[*_place(telling), telling.judgement.rating] for telling in judgement.rivals],
            }
        )
    return rows


def _place(telling: Telling) -> list[int]:
    return [telling.number, *telling.judgement.evidence]
