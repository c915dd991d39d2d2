"""The read stage: a reader looks at the segmented document once and answers for all later stages."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from ofsight.reading import Mention, Reader, Reading, set_reading

from .rules.context import RuleContext


def _load(module: str, name: str) -> Callable[..., list[Mention]]:
    """Return a rule, or one that finds nothing while its module is not there (until all have landed)."""
    try:
        found: Callable[..., list[Mention]] = getattr(
            importlib.import_module(f"ofsight.read.rules.{module}"), name
        )
    except (ModuleNotFoundError, AttributeError):
        return lambda *_: []
    return found


MENTION_RULES = tuple(
    _load(module, f"find_{module}")
    for module in (
        "councils",
        "organisations",
        "officials",
        "roles",
        "ratings",
        "inspections",
        "dates",
        "quantities",
    )
)
_find_quotations = _load("quotations", "find_quotations")
_read_sentences = _load("sentences", "read_sentences")


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
            sentences=list(_read_sentences(context, mentions)),  # type: ignore[arg-type]  # until it lands
            quotations=_find_quotations(context),
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
