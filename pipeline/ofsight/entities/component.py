"""The entities stage: mentions become entities that do not overlap, with values."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.reading import get_reading
from ofsight.record import Entity


class EntityStage:
    """Decode the reader's mentions into entities."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the entity layer of ``doc``."""
        entities = []
        taken = 0
        for mention in sorted(get_reading(doc).mentions, key=lambda m: (m.start, -m.end)):
            if mention.start >= taken:
                entities.append(
                    Entity(
                        start=mention.start,
                        end=mention.end,
                        label=mention.label,
                        text=doc.text[mention.start : mention.end],
                        score=mention.score,
                    )
                )
                taken = mention.end
        layers.set_entities(doc, entities)
        return doc


@Language.factory("ofsight_entities")
def make_entity_stage(nlp: Language, name: str) -> EntityStage:
    """Make the entities stage."""
    return EntityStage()
