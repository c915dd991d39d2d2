"""The findings stage (stub until it lands)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class FindingStage:
    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("ofsight_findings")
def make_finding_stage(nlp: Language, name: str) -> FindingStage:
    return FindingStage()
