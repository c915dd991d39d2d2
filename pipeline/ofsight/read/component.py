"""The read stage (stub until it lands)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class ReadStage:
    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("ofsight_read")
def make_read_stage(nlp: Language, name: str) -> ReadStage:
    return ReadStage()
