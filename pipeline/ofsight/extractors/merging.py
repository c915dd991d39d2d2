"""Put an extractor's answers beside the standard ones, none of which change.

Entities are flat: one of an extractor's that touches a word of an entity which is there already is dropped. A
theme joins the themes of the finding that its sentence is; where the sentence is none, it makes one of its
own, with the polarity, source and councils that the model gives that sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from spacy.tokens import Doc

from ofsight import layers
from ofsight.findings.assertions import get_assertions
from ofsight.record import Entity, Finding


def add_entities(doc: Doc, entities: Iterable[Entity]) -> list[Entity]:
    """Add entities to a document where no word is taken; of those that overlap the surer, then longer, stays.

    Returns
    -------
    list of Entity
        Those that could not be added.
    """
    index = layers.TokenIndex(doc)
    free = [token.ent_iob_ not in {"B", "I"} for token in doc]
    added: list[Entity] = []
    dropped: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (-(e.score or 0.0), e.start - e.end, e.start, e.label)):
        span = index.span(entity.start, entity.end, entity.label)
        if span is None or not all(free[span.start : span.end]):
            dropped.append(entity)
            continue
        free[span.start : span.end] = [False] * len(span)
        added.append(entity)
    if added:
        layers.set_entities(doc, [*layers.get_entities(doc), *added])
    return dropped


def add_themes(
    doc: Doc,
    scores: Mapping[tuple[int, int], Mapping[str, float]],
    *,
    thresholds: Mapping[str, float],
    findings_only: Collection[str],
) -> None:
    """Add themes to the findings of a document, and findings for themes of sentences that are none.

    Parameters
    ----------
    doc : Doc
        A document whose findings are decided.
    scores : mapping of (start, end) to mapping of str to float
        The scores of the themes, by sentence.
    thresholds : mapping of str to float
        From which score on each theme fits.
    findings_only : collection of str
        Themes that make no findings of their own.
    """

    def fitting(themes: Mapping[str, float]) -> tuple[str, ...]:
        return tuple(sorted(theme for theme, score in themes.items() if score >= thresholds[theme]))

    findings = {(finding.start, finding.end): finding for finding in layers.get_findings(doc)}
    assertions = get_assertions(doc)
    for span, themes in scores.items():
        finding, assertion = findings.get(span), assertions.get(span)
        if finding is not None:
            known = {**(finding.theme_scores or {}), **themes}
            findings[span] = finding.model_copy(
                update={"themes": (*finding.themes, *fitting(themes)), "theme_scores": known}
            )
            continue
        own = {theme: score for theme, score in themes.items() if theme not in findings_only}
        fits = fitting(own)
        if fits and assertion is not None:
            findings[span] = Finding(
                start=span[0],
                end=span[1],
                themes=fits,
                polarity=assertion.polarity,
                source=assertion.source,
                councils=assertion.councils,
                theme_scores=own,
                score=max(own[theme] for theme in fits),
            )
    layers.set_findings(doc, [findings[span] for span in sorted(findings)])
