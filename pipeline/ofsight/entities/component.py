"""The entities stage (stub until it lands)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class EntityStage:
    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("ofsight_entities")
def make_entity_stage(nlp: Language, name: str) -> EntityStage:
    return EntityStage()
