"""The facts stage: judgements, roles and measures, each with its evidence."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.reading import reading_text
from ofsight.record import Judgement

from .earlier_judgements import find_earlier_judgements
from .report_judgements import find_report_judgements


class FactStage:
    """Collect the facts of a document from its text, entities and findings."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the fact layers of one document and return it."""
        if layers.get_meta(doc).kind == "report":
            layers.set_judgements(doc, _report_judgements(doc))
        return doc


def _report_judgements(doc: Doc) -> list[Judgement]:
    inspection = layers.get_meta(doc).inspection
    sentences = layers.get_sentences(doc)
    own = find_report_judgements(doc.text, inspection, layers.get_blocks(doc), sentences)
    earlier = find_earlier_judgements(reading_text(doc), sentences, layers.get_entities(doc), inspection)
    return sorted([*own, *earlier], key=lambda judgement: judgement.evidence)


@Language.factory("ofsight_facts")
def make_fact_stage(nlp: Language, name: str) -> FactStage:  # noqa: ARG001 (the signature spaCy calls)
    """Make the component for a spaCy pipeline."""
    return FactStage()
