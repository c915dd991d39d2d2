"""Rules and a network on one document: which of them answers what."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc

from ofsight import layers
from ofsight.errors import ModelError
from ofsight.reading import Mention, Reading
from ofsight.record.labels import ENTITY_LABELS, POLARITIES, SOURCES, THEMES

from .network.labels import LabelSets
from .network.reader import NetworkReader
from .rules.reader import RuleReader
from .rules.sections import Place, places_in
from .standing import heed_sections

Who = Literal["rules", "network"]
WhoTags = Literal["rules", "network", "both"]


@dataclass(frozen=True, slots=True)
class Division:
    """Who answers what.

    Attributes
    ----------
    entities : mapping of str to "rules", "network" or "both"
        By label. Of mentions that both find and that overlap, the entities stage keeps the surer. Labels
        that are not named here are not answered.
    quotations, sentences : "rules" or "network"
        Sentences: is it a finding, which themes, polarity and source.
    codebook : bool
        Whether the network's labels mean what the codebook says, so that its laws bound the network: a
        report's sections what it says of sentences (:func:`.standing.heed_sections`), values its mentions.
    """

    entities: Mapping[str, WhoTags] = field(default_factory=dict)
    quotations: Who = "rules"
    sentences: Who = "rules"
    codebook: bool = True


def network_alone(labels: LabelSets) -> Division:
    """Return the division in which the network answers all it can, and nobody answers the rest."""
    return Division(dict.fromkeys(labels.entities, "network"), "network", "network", codebook=False)


def divide(
    labels: LabelSets,
    *,
    entities: Mapping[str, WhoTags] | None = None,
    quotations: Who | None = None,
    sentences: Who | None = None,
) -> Division:
    """Divide the work: whatever is not given is the network's where it can answer, else the rules'.

    Parameters
    ----------
    labels : LabelSets
        What the network can answer.
    entities, quotations, sentences
        See :class:`Division`.

    Raises
    ------
    ModelError
        When the network, or the rules, are to answer what they cannot.
    """
    tagged: dict[str, WhoTags] = {
        label: "network" if label in labels.entities else "rules"
        for label in dict.fromkeys((*ENTITY_LABELS, *labels.entities))
    }
    for label, who in (entities or {}).items():
        able = {"rules": label in ENTITY_LABELS, "network": label in labels.entities}
        able["both"] = all(able.values())
        if not able[who]:
            raise ModelError(
                f"entities: {label!r} cannot be had from {who!r}; the rules tag {', '.join(ENTITY_LABELS)},"
                f" the network {', '.join(labels.entities) or 'nothing'}"
            )
        tagged[label] = who
    reads_sentences = labels.finding and bool(labels.themes)
    for name, chosen, able_to in (
        ("quotations", quotations, labels.quotations),
        ("sentences", sentences, reads_sentences),
    ):
        if chosen == "network" and not able_to:
            raise ModelError(f"{name}: this network was not trained to answer them; let the rules do it")
    return Division(
        tagged,
        quotations or ("network" if labels.quotations else "rules"),
        sentences or ("network" if reads_sentences else "rules"),
    )


def answered(division: Division, network: LabelSets) -> LabelSets:
    """Return what rules and a network with these labels answer together."""
    by_network = division.sentences == "network"
    return LabelSets(
        entities=tuple(division.entities),
        quotations=division.quotations == "rules" or network.quotations,
        finding=not by_network or network.finding,
        themes=network.themes if by_network else THEMES,
        polarities=network.polarities if by_network else POLARITIES,
        sources=network.sources if by_network else SOURCES,
    )


def combine(
    rules: Reading,
    network: Reading,
    division: Division,
    sentences: Sequence[tuple[int, int]],
    places: Sequence[Place],
) -> Reading:
    """Put together what rules and network read in one document.

    Parameters
    ----------
    rules, network : Reading
        On the same document.
    division : Division
        Who answers what.
    sentences : sequence of (start, end)
        The document's, in order. Outside them stand a report's byline and tables, which the network does
        not see: there the rules answer for every label of the division.
    places : sequence of Place
        Where each sentence stands.

    Returns
    -------
    Reading
        Mentions in order; one that both found is there once, with the better score.
    """
    starts = [start for start, _ in sentences]
    found: dict[tuple[int, int, str], float] = {}

    def keep(mention: Mention) -> None:
        key = (mention.start, mention.end, mention.label)
        found[key] = max(mention.score, found.get(key, 0.0))

    for mention in rules.mentions:
        sentence = bisect_right(starts, mention.start) - 1
        inside = sentence >= 0 and mention.start < sentences[sentence][1]
        who = division.entities.get(mention.label)
        if who is not None and (who != "network" or not inside):
            keep(mention)
    for mention in network.mentions:
        if division.entities.get(mention.label) in {"network", "both"}:
            keep(mention)
    if division.sentences == "rules":
        read = rules.sentences
    else:
        read = heed_sections(network.sentences, places) if division.codebook else network.sentences
    return Reading(
        mentions=[Mention(*key, score) for key, score in sorted(found.items())],
        sentences=read,
        quotations=(network if division.quotations == "network" else rules).quotations,
    )


class CombinedReader:
    """Read a document by rules and by a network; the rules' mentions and quotations are hints to the network.

    Parameters
    ----------
    network : NetworkReader
        The network.
    division : Division
        Who answers what.
    """

    def __init__(self, network: NetworkReader, division: Division) -> None:
        self._network = network
        self._division = division
        self._rules = RuleReader(sentences=division.sentences == "rules")

    def __call__(self, doc: Doc) -> Reading:
        """Read one document that has blocks and sentences."""
        rules = self._rules(doc)
        network = self._network.read(doc, rules)
        sentences = [(sentence.start, sentence.end) for sentence in layers.get_sentences(doc)]
        return combine(rules, network, self._division, sentences, places_in(doc))
