"""The entities stage: mentions become entities that do not overlap, with values."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.reading import Mention, get_reading, reading_text

from .overlaps import resolve_overlaps
from .trimming import trim_span
from .values import ValueFinder


class EntityStage:
    """Decode the reader's mentions into entities: trim, resolve overlaps, link, give values."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the entity layer of ``doc``."""
        text = reading_text(doc)
        trimmed = []
        for mention in get_reading(doc).mentions:
            start, end = trim_span(text, mention.start, mention.end)
            if start < end:
                trimmed.append(Mention(start, end, mention.label, mention.score))
        mentions = resolve_overlaps(trimmed)
        finder = ValueFinder(doc, mentions)
        layers.set_entities(doc, [finder.entity(mention) for mention in mentions])
        return doc


@Language.factory("ofsight_entities")
def make_entity_stage(nlp: Language, name: str) -> EntityStage:  # noqa: ARG001 (spaCy passes both)
    """Make the entities stage."""
    return EntityStage()
