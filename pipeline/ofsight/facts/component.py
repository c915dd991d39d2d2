"""The facts stage (stub until it lands)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class FactStage:
    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("ofsight_facts")
def make_fact_stage(nlp: Language, name: str) -> FactStage:
    return FactStage()
