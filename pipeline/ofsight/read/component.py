"""The read stage: a reader looks at the segmented document once and answers for all later stages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ofsight.reading import Mention, Reader, Reading, set_reading

from .rules.context import RuleContext
from .rules.councils import find_councils
from .rules.dates import find_dates
from .rules.inspections import find_inspections
from .rules.officials import find_officials
from .rules.organisations import find_organisations
from .rules.quantities import find_quantities
from .rules.quotations import find_quotations
from .rules.ratings import find_ratings
from .rules.roles import find_roles
from .rules.sentences import read_sentences

MENTION_RULES: Final[tuple[Callable[[RuleContext], list[Mention]], ...]] = (
    find_councils,
    find_organisations,
    find_officials,
    find_roles,
    find_ratings,
    find_inspections,
    find_dates,
    find_quantities,
)


class RuleReader:
    """A reader made of hand-written rules: one module a label, then the sentence rules."""

    def __call__(self, doc: Doc) -> Reading:
        """Read one document that has blocks and sentences.

        Parameters
        ----------
        doc : Doc
            The segmented document.

        Returns
        -------
        Reading
            Mentions (they may overlap), quotations, and scores for each sentence.
        """
        context = RuleContext.from_doc(doc)
        mentions: list[Mention] = []
        for find in MENTION_RULES:
            mentions.extend(find(context))
        mentions.sort()
        return Reading(
            mentions=mentions,
            sentences=read_sentences(context, mentions),
            quotations=find_quotations(context),
        )


class ReadStage:
    """Run a reader and attach what it read to the document."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        """Read ``doc`` and attach the reading."""
        set_reading(doc, self.reader(doc))
        return doc


@Language.factory("ofsight_read")
def make_read_stage(nlp: Language, name: str) -> ReadStage:  # noqa: ARG001 (spaCy passes both)
    """Make the read stage; its reader is the rules."""
    return ReadStage(RuleReader())
