"""The stage of the extractors, at the end of the pipeline."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ofsight.read.component import ReadStage
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.states import take_states

from .answers import Extractor

# spaCy imports this module to know its factory: what loads extractors is imported where there are some.
_log = logging.getLogger(__name__)
STAGE: Final = "ofsight_extractors"
_READ: Final = "ofsight_read"


class ExtractorStage:
    """Ask extractors one after the other; where their entities overlap, the first keeps its own.

    Parameters
    ----------
    extractors : sequence of Extractor
        With different names and labels, see :func:`.loading.check_labels`.
    """

    def __init__(self, extractors: Sequence[Extractor]) -> None:
        self.extractors = tuple(extractors)
        identities = [extractor.identity for extractor in extractors]
        self._thresholds = {theme: least for own in identities for theme, least in own.themes.items()}
        self._findings_only = frozenset(theme for own in identities for theme in own.findings_only)

    def __call__(self, doc: Doc) -> Doc:
        """Add what the extractors answer to a document that went through all other stages.

        Raises
        ------
        ExtractorError
            When an extractor cannot read the document.
        """
        from .loading import check_states
        from .merging import add_entities, add_themes

        states = take_states(doc)
        check_states(self.extractors, None if states is None else states.checksum)
        scores: dict[tuple[int, int], dict[str, float]] = {}
        for extractor in self.extractors:
            answers = extractor(doc, states)
            dropped = add_entities(doc, answers.entities)
            if dropped:
                name = extractor.identity.name
                _log.info("%s: %d entities touch others and are left out", name, len(dropped))
            for span, themes in answers.themes.items():
                scores.setdefault(span, {}).update(themes)  # no two extractors share a theme
        if scores:
            add_themes(doc, scores, thresholds=self._thresholds, findings_only=self._findings_only)
        return doc


@Language.factory(STAGE, default_config={"paths": []})
def make_extractor_stage(nlp: Language, name: str, paths: list[str]) -> ExtractorStage:  # noqa: ARG001  # spaCy's
    """Make the stage of the extractors at ``paths``; the read stage then hands its states on to them.

    Raises
    ------
    ExtractorError
        When one cannot be loaded, was learned on another reader, or has a label that the model has.
    """
    from .loading import check_labels, check_states, load_extractor

    extractors = [load_extractor(path, nlp.vocab) for path in paths]
    found = nlp.get_pipe(_READ) if nlp.has_pipe(_READ) else None
    reader = found if isinstance(found, ReadStage) else None
    check_labels(
        [extractor.identity for extractor in extractors],
        reader.label_sets if reader is not None else LabelSets(),
    )
    # A pipeline that is being loaded from disk gets its network after this.
    if reader is None or reader.loaded:
        network = reader.network if reader is not None else None
        check_states(extractors, network.states_checksum if network is not None else None)
    if reader is not None and any(extractor.identity.states_checksum for extractor in extractors):
        reader.keep_states()
    return ExtractorStage(extractors)
