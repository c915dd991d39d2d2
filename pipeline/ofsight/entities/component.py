"""The entities stage: mentions become entities that do not overlap, with values."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.reading import get_reading, reading_text

from .overlaps import resolve_overlaps
from .trimming import trim_mention
from .values import ValueFinder


class EntityStage:
    """Decode the reader's mentions into entities: trim, resolve overlaps, link, give values."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the entity layer of ``doc``."""
        text = reading_text(doc)
        trimmed = (trim_mention(text, mention) for mention in get_reading(doc).mentions)
        mentions = resolve_overlaps([mention for mention in trimmed if mention is not None])
        finder = ValueFinder(doc, mentions)
        layers.set_entities(doc, [finder.entity(mention) for mention in mentions])
        return doc


@Language.factory("ofsight_entities")
def make_entity_stage(nlp: Language, name: str) -> EntityStage:  # noqa: ARG001 (spaCy passes both)
    """Make the entities stage."""
    return EntityStage()
