"""The facts stage: judgements, roles and measures, each with its evidence."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers

from .report_judgements import find_report_judgements


class FactStage:
    """Collect the facts of a document from its text, entities and findings."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the fact layers of one document and return it."""
        meta = layers.get_meta(doc)
        if meta.kind == "report":
            layers.set_judgements(
                doc, find_report_judgements(doc.text, meta.inspection, layers.get_blocks(doc))
            )
        return doc


@Language.factory("ofsight_facts")
def make_fact_stage(nlp: Language, name: str) -> FactStage:  # noqa: ARG001 (the signature spaCy calls)
    """Make the component for a spaCy pipeline."""
    return FactStage()
