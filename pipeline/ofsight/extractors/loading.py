"""An extractor from its path: a file of patterns, or the folder of a learned one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from spacy.vocab import Vocab

from ofsight.errors import ExtractorError
from ofsight.read.network.labels import LabelSets
from ofsight.record.labels import ENTITY_LABELS

from .answers import Extractor, Identity
from .learned import LearnedExtractor
from .matching import FITS, PatternExtractor
from .patterns import ENDINGS, read_patterns
from .stored import DESCRIPTION, read_extractor


def load_extractor(path: str | Path, vocab: Vocab) -> Extractor:
    """Load an extractor.

    Parameters
    ----------
    path : str or Path
        A file of patterns (``.yaml``), or the folder that ``ofsight train`` wrote for an extractor.
    vocab : Vocab
        Of the pipeline that it is for.

    Raises
    ------
    ExtractorError
        When there is none, or it is damaged; the message names the file and the remedy.
    """
    place = Path(path)
    if place.is_dir():
        if not (place / DESCRIPTION).is_file():
            raise ExtractorError(
                f"{place}: has no {DESCRIPTION}: give the folder of an extractor, which ofsight train makes"
            )
        return LearnedExtractor(read_extractor(place))
    if place.suffix.lower() not in ENDINGS:
        raise ExtractorError(
            f"{place}: {'is no extractor' if place.exists() else 'is not there'}; give the folder of a"
            f" learned extractor, or a file of patterns that ends in {' or '.join(ENDINGS)}"
        )
    patterns, content = read_patterns(place)
    identity = Identity(
        name=patterns.name,
        version=patterns.version,
        sha256=hashlib.sha256(content).hexdigest(),
        entities=tuple(dict.fromkeys(entry.label for entry in patterns.entities)),
        themes={entry.theme: FITS for entry in patterns.themes},
        findings_only=frozenset(entry.theme for entry in patterns.themes if entry.where == "findings"),
    )
    return PatternExtractor(patterns, identity, place, vocab)


def check_labels(identities: Sequence[Identity], own: LabelSets) -> None:
    """Check that extractors can be told apart, and leave the model's labels to it and each other's to each.

    Parameters
    ----------
    identities : sequence of Identity
        Of the extractors that are to be added to one model.
    own : LabelSets
        What the model answers. The codebook's entity labels are taken in any case: their values have a
        meaning.

    Raises
    ------
    ExtractorError
        When two have one name or share a label, or one has a label of the model.
    """
    owners = dict.fromkeys((*ENTITY_LABELS, *own.entities, *own.themes), "the model")
    names: set[str] = set()
    for identity in identities:
        if identity.name in names:
            raise ExtractorError(
                f"two extractors are called {identity.name!r}: give each once, and each a name of its own"
            )
        names.add(identity.name)
        for label in (*identity.entities, *identity.themes):
            if label in owners:
                raise ExtractorError(
                    f"extractor {identity.name!r} has the label {label!r}, which {owners[label]} gives and no"
                    " other may change: call the extractor's label something else"
                )
            owners[label] = f"extractor {identity.name!r}"


def check_states(extractors: Sequence[Extractor], checksum: str | None) -> None:
    """Check that extractors were learned on the states that they are to be given.

    Parameters
    ----------
    extractors : sequence of Extractor
        To be added to one model.
    checksum : str or None
        Of the model's reader (:attr:`.ReaderSpec.states_checksum`), None when it has no network.

    Raises
    ------
    ExtractorError
        When one was learned on another reader.
    """
    here = "no network" if checksum is None else "another one"
    for extractor in extractors:
        identity = extractor.identity
        if identity.states_checksum not in {None, checksum}:
            model = identity.learned_on.split()[0]
            raise ExtractorError(
                f"extractor {identity.name!r} was learned on the network of {identity.learned_on}, but this"
                f" model has {here}: use it with the model {model!r}, or learn it anew on this one"
            )
