"""The findings stage: from sentence scores to findings and quotations, by what the discourse says of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.reading import SentenceReading, document_date, get_reading, reading_text
from ofsight.record import Block, Entity, Finding
from ofsight.record.labels import BODY_LABELS
from ofsight.record.types import SourceClass

from .assertions import Assertion, set_assertions
from .councils import CouncilTracker
from .decide import Decisions, Whose, choose_polarity
from .discourse import follow_discourse
from .main_council import choose_council, collect_council_clues
from .places import council_of_place
from .report_quotations import attribute_in_report
from .report_source import source_in_report
from .sources import chain_sources, choose_sources, hear_findings
from .speakers import make_quotations


def _assertions(
    readings: Sequence[SentenceReading],
    sources: Sequence[SourceClass],
    blocks: Sequence[Block],
    entities: Sequence[Entity],
    tracker: CouncilTracker,
) -> list[Assertion]:
    """Say of each sentence what a finding in it would say."""
    block_starts = [block.start for block in blocks]
    entity_starts = [entity.start for entity in entities]
    assertions: list[Assertion] = []
    current = -1
    for reading, source in zip(readings, sources, strict=True):
        named = entities[bisect_left(entity_starts, reading.start) : bisect_left(entity_starts, reading.end)]
        block = bisect_right(block_starts, reading.start) - 1
        if block != current:
            current = block
            tracker.enter_block(blocks[block].label if block >= 0 else "paragraph", named)
        councils = tracker.councils_of(named)
        assertions.append(
            Assertion(reading.start, reading.end, choose_polarity(reading), source, tuple(sorted(councils)))
        )
    return assertions


def _findings(
    readings: Sequence[SentenceReading], assertions: Sequence[Assertion], decisions: Decisions
) -> list[Finding]:
    return [
        Finding(
            start=reading.start,
            end=reading.end,
            themes=decisions.themes(reading),
            polarity=assertion.polarity,
            source=assertion.source,
            councils=assertion.councils,
            theme_scores=dict(reading.themes),
            score=reading.finding,
        )
        for reading, assertion in zip(readings, assertions, strict=True)
        if decisions.is_finding(reading)
    ]


class FindingStage:
    """Decide on findings and attribute quotations.

    Parameters
    ----------
    decisions : Decisions
        How scores become labels.
    """

    def __init__(self, decisions: Decisions | None = None) -> None:
        self.decisions = decisions or Decisions()

    def __call__(self, doc: Doc) -> Doc:
        """Write ``doc.spans["findings"]`` and ``doc.spans["quotations"]`` of a document that was read."""
        reading = get_reading(doc)
        meta = layers.get_meta(doc)
        text = reading_text(doc)
        blocks = [block for block in layers.get_blocks(doc) if block.label in BODY_LABELS]
        entities = layers.get_entities(doc)
        report = meta.kind == "report"
        if report:
            told = [source_in_report(text[s.start : s.end]) for s in reading.sentences]
            sources = choose_sources(told, reading.sentences, whose=self.decisions.source)
            voices = attribute_in_report(
                text,
                blocks=blocks,
                readings=reading.sentences,
                entities=entities,
                quotations=reading.quotations,
            )
        else:
            discourse = follow_discourse(
                text,
                blocks=blocks,
                readings=reading.sentences,
                entities=entities,
                quotations=reading.quotations,
            )
            voices = discourse.quoted
            sources = chain_sources(discourse, reading.sentences, whose=self.decisions.source)
        own = meta.inspection.council if report and meta.inspection else None
        tracker = CouncilTracker(own) if own else _tracker(doc, text, entities)
        assertions = _assertions(reading.sentences, sources, blocks, entities, tracker)
        set_assertions(doc, assertions)
        findings = _findings(reading.sentences, assertions, self.decisions)
        layers.set_findings(doc, findings)
        if not report:
            voices = hear_findings(reading.quotations, voices, findings)
        spoken_text = layers.get_text(doc) if reading.quotations else ""
        layers.set_quotations(doc, make_quotations(spoken_text, reading.quotations, voices, entities))
        return doc


def _tracker(doc: Doc, text: str, entities: Sequence[Entity]) -> CouncilTracker:
    """Return the tracker of an article, or of a report whose council is not known."""
    blocks, when = layers.get_blocks(doc), document_date(doc)
    on = choose_council(collect_council_clues(text, blocks, entities, when))
    likeliest = on.likeliest or council_of_place(text, blocks, when)
    return CouncilTracker(main=on.main, likeliest=likeliest, text=text)


@Language.factory("ofsight_findings")
def make_finding_stage(
    nlp: Language,  # noqa: ARG001  # spaCy passes it
    name: str,  # noqa: ARG001  # spaCy passes it
    *,
    finding_threshold: float = 0.5,
    minimum_theme: float = 0.2,
    theme_threshold: float = 0.5,
    theme_thresholds: dict[str, float] | None = None,
    source: Whose = "discourse",
) -> FindingStage:
    """Make the findings stage; see :class:`.decide.Decisions` for what the settings mean."""
    return FindingStage(
        Decisions(
            finding_threshold=finding_threshold,
            minimum_theme=minimum_theme,
            theme_threshold=theme_threshold,
            theme_thresholds=theme_thresholds or {},
            source=source,
        )
    )
