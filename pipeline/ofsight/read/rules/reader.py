"""A reader made of hand-written rules: one module a label, then the sentence rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from spacy.tokens import Doc

from ofsight.reading import Mention, Reading

from .context import RuleContext
from .councils import find_councils
from .dates import find_dates
from .inspections import find_inspections
from .officials import find_officials
from .organisations import find_organisations
from .quantities import find_quantities
from .quotations import find_quotations
from .ratings import find_ratings
from .roles import find_roles
from .sentences import read_sentences

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
    """Read a document by rules.

    Parameters
    ----------
    sentences : bool
        Whether to read sentences too; without, only mentions and quotations are found, which is quicker.
    """

    def __init__(self, *, sentences: bool = True) -> None:
        self._sentences = sentences

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
            sentences=read_sentences(context, mentions) if self._sentences else [],
            quotations=find_quotations(context),
        )
