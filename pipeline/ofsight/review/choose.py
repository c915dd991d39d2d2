"""Choose the sentences of a run that a person should look at, beside a random share of all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ofsight.duplicates.shingles import Shingles

from .places import Place
from .signals import Signals
from .worth import Weights, priority, scarcity

NEAR_COPY: Final = 0.6
"""Of two sentences that share so many of their three-word runs, one is enough."""
_LEAST_EACH: Final = 3
_FAIR_SHARES: Final = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the run, with what the choice goes by.

    Attributes
    ----------
    place : Place
        The sentence.
    text_sha256 : str
        Of the document's text.
    signals : Signals
        Signs that speak for a look.
    chances : mapping of str to float
        How likely each theme fits.
    shingles : Shingles
        Of its words.
    """

    place: Place
    text_sha256: str
    signals: Signals
    chances: Mapping[str, float]
    shingles: Shingles


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate that was chosen, or drawn at random, with its worth."""

    candidate: Candidate
    random: bool
    worth: float


@dataclass(frozen=True, slots=True)
class Choice:
    """How many sentences to choose.

    Attributes
    ----------
    sentences : int
        Altogether.
    random : float
        The share of them that is drawn at random from all sentences, in 0..1.
    seed : int
        Of the draw.
    per_document : int or None
        No more are chosen from one document, unless the number cannot be reached otherwise; None for three
        times a document's fair share, and at least 3.
    skipped : frozenset of Place
        Sentences that are not to be chosen, such as those of an earlier review; they can still be drawn at
        random, or the estimate would be of the others alone.
    """

    sentences: int = 200
    random: float = 0.25
    seed: int = 0
    per_document: int | None = None
    skipped: frozenset[Place] = frozenset()


@dataclass(slots=True)
class _Picked:
    """What was taken so far."""

    taken: list[Shingles] = field(default_factory=list)
    places: dict[int, list[int]] = field(default_factory=dict)
    documents: Counter[str] = field(default_factory=Counter)

    def add(self, candidate: Candidate) -> None:
        number = len(self.taken)
        self.taken.append(candidate.shingles)
        for value in candidate.shingles.hashes.tolist():
            self.places.setdefault(value, []).append(number)

    def has_like(self, candidate: Candidate) -> bool:
        own = candidate.shingles
        shared: Counter[int] = Counter()
        for value in own.hashes.tolist():
            shared.update(self.places.get(value, ()))
        return any(
            count >= NEAR_COPY * (len(own) + len(self.taken[number]) - count)
            for number, count in shared.items()
        )


def choose(candidates: Iterable[Candidate], choice: Choice, weights: Weights) -> list[Chosen]:
    """Choose sentences; the same ones whatever order the candidates come in.

    The random share is drawn first, each sentence of the run with the same chance; then those with most
    worth are chosen from the rest, without near copies of what is taken already.

    Parameters
    ----------
    candidates : iterable of Candidate
        All sentences of the run.
    choice : Choice
        How many.
    weights : Weights
        What signs are worth.

    Returns
    -------
    list of Chosen
        In the order in which they should be reviewed: chosen ones by worth, random ones spread among them.
        Fewer than asked for only where the run has no more.
    """
    everything = sorted(candidates, key=lambda candidate: candidate.place)
    total = min(choice.sentences, len(everything))
    drawn = sorted(everything, key=lambda candidate: _lot(candidate.place, choice.seed))
    drawn = drawn[: round(total * choice.random)]
    worth = _worth(everything, weights)
    random = {candidate.place for candidate in drawn}
    rest = [item for item in everything if item.place not in random and item.place not in choice.skipped]
    rest.sort(key=lambda candidate: (-worth[candidate.place], candidate.place))
    chosen = _best(rest, drawn, total - len(drawn), choice, len({place.document for place in worth}))
    return _spread(
        [Chosen(candidate, random=False, worth=worth[candidate.place]) for candidate in chosen],
        [Chosen(candidate, random=True, worth=worth[candidate.place]) for candidate in drawn],
        choice.seed,
    )


def _lot(place: Place, seed: int) -> bytes:
    """Return a number that is as good as random, but depends on sentence and seed alone."""
    return hashlib.blake2b(f"{seed}\0{place.task}".encode(), digest_size=16).digest()


def _worth(candidates: Sequence[Candidate], weights: Weights) -> dict[Place, float]:
    run: Counter[str] = Counter()
    for candidate in candidates:
        run.update({theme: 1 for theme, chance in candidate.chances.items() if chance >= 0.5})
    scarce = scarcity(run, weights.themes)
    return {
        candidate.place: priority(weights.mistakes(candidate.signals), candidate.chances, scarce)
        for candidate in candidates
    }


def _best(
    ranked: Sequence[Candidate], drawn: Sequence[Candidate], wanted: int, choice: Choice, documents: int
) -> list[Candidate]:
    """Take the first ones, passing over near copies and what a document has too many of; these come last."""
    most = choice.per_document
    if most is None:
        most = max(_LEAST_EACH, -(-_FAIR_SHARES * wanted // max(documents, 1)))
    picked = _Picked()
    for candidate in drawn:
        picked.add(candidate)
    taken: list[Candidate] = []
    later: list[Candidate] = []
    for candidate in ranked:
        if len(taken) == wanted:
            break
        if picked.documents[candidate.place.document] >= most or picked.has_like(candidate):
            later.append(candidate)
            continue
        picked.add(candidate)
        picked.documents[candidate.place.document] += 1
        taken.append(candidate)
    return taken + later[: wanted - len(taken)]


def _spread(chosen: list[Chosen], drawn: list[Chosen], seed: int) -> list[Chosen]:
    """Put the random ones in random places, so that stopping early leaves a random share of them too."""
    total = len(chosen) + len(drawn)
    slots = sorted(range(total), key=lambda slot: hashlib.blake2b(f"{seed}\0{slot}".encode()).digest())
    at = set(slots[: len(drawn)])
    ranked, random = iter(chosen), iter(drawn)
    return [next(random) if slot in at else next(ranked) for slot in range(total)]
