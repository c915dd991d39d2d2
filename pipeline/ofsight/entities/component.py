"""The entities stage: mentions become entities that do not overlap, with values."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.reading import get_reading, reading_text, reading_units

from .joining import mend_mentions
from .overlaps import resolve_overlaps
from .trimming import trim_mention
from .values import VALUED, ValueFinder


class EntityStage:
    """Decode the reader's mentions into entities: trim, resolve overlaps, link, give values.

    Parameters
    ----------
    valued : sequence of str
        Labels whose mentions are dropped where they have no value.
    """

    def __init__(self, valued: Sequence[str] = VALUED) -> None:
        self.valued = tuple(valued)

    def __call__(self, doc: Doc) -> Doc:
        """Write the entity layer of ``doc``."""
        text = reading_text(doc)
        trimmed = (trim_mention(text, mention) for mention in get_reading(doc).mentions)
        kept = resolve_overlaps([mention for mention in trimmed if mention is not None])
        mentions = mend_mentions(text, kept, reading_units(doc))
        finder = ValueFinder(doc, mentions, self.valued)
        entities = (finder.entity(mention) for mention in mentions)
        layers.set_entities(doc, [entity for entity in entities if entity is not None])
        return doc


@Language.factory("ofsight_entities")
def make_entity_stage(
    nlp: Language,  # noqa: ARG001  # spaCy passes it
    name: str,  # noqa: ARG001  # spaCy passes it
    *,
    valued: list[str] | None = None,
) -> EntityStage:
    """Make the entities stage; ``valued`` are labels given to nothing without a value (by default VALUED)."""
    return EntityStage(VALUED if valued is None else valued)
