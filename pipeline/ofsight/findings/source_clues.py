"""What in an article tells whose assertion a sentence is: the clues that the source model weighs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ofsight.clues import Clues
from ofsight.record.types import SourceClass

from .spoken import Spoken

_FIRST_PERSON = re.compile(r"\b(?:we|our|us|my|I)\b")
_MOSTLY = 0.5
_LOOK_BACK, _LOOK_AHEAD, _FAR_BACK = 3, 2, 8  # sentences
_DISTANT = 4  # sentences; further away makes no difference
_LONG = 300  # characters


@dataclass(frozen=True, slots=True)
class Told:
    """What the discourse has found of one sentence.

    Attributes
    ----------
    spoken : Spoken
        Its voices and attributions.
    label : str
        Of its block.
    says : SourceClass or None
        Whose assertion it says it is.
    quoted : SourceClass or None
        Whose words the longest quotation in it is.
    ruled : SourceClass
        Whose it is by the rules.
    traits : tuple of str
        Of its wording.
    """

    spoken: Spoken
    label: str
    says: SourceClass | None
    quoted: SourceClass | None
    ruled: SourceClass
    traits: tuple[str, ...] = ()

    @property
    def asserts(self) -> SourceClass | None:
        """Whose it is if that is said outright, or if most of it is quoted."""
        return self.says or (self.quoted if self.spoken.quoted_share >= _MOSTLY else None)

    @property
    def unattributed(self) -> bool:
        """Nobody is said to assert it, and nothing in it is quoted."""
        return self.says is None and self.quoted is None


def collect_clues(told: Sequence[Told], masked: str) -> list[Clues]:
    """Return the clues of each sentence of an article.

    Parameters
    ----------
    told : sequence of Told
        The sentences of the body, in order.
    masked : str
        The reading text with quoted words blanked.
    """
    speaking = _shares(t.says for t in told)
    named = _shares(voice.source for t in told for voice in t.spoken.voices)
    first_person = [bool(_FIRST_PERSON.search(masked, *t.spoken.span)) for t in told]
    whole: Clues = {f"article: {name} speaks": share for name, share in speaking.items()}
    whole |= {f"article: {name} named": share for name, share in named.items()}
    whole["article: inspectors"] = float("inspectorate" in named)
    whole["article: first person"] = sum(first_person) / max(len(told), 1)
    clues = []
    for place, sentence in enumerate(told):
        found = _own(sentence)
        if sentence.unattributed:  # where it is said, the rest of the article does not matter
            found |= whole
        found["first person"] = float(first_person[place])
        found["position"] = place / len(told)
        found["begins paragraph" if _begins(told, place) else "goes on"] = 1.0
        for name in _around(told, place):
            found[name] = 1.0
        clues.append(found)
    return clues


def _shares(sources: Iterable[SourceClass | None]) -> Mapping[str, float]:
    counts = Counter(source for source in sources if source is not None)
    total = max(sum(counts.values()), 1)
    return {name: count / total for name, count in counts.items()}


def _begins(told: Sequence[Told], place: int) -> bool:
    return place == 0 or told[place - 1].spoken.block != told[place].spoken.block


def _own(sentence: Told) -> Clues:
    """Return the clues of a sentence by itself."""
    spoken = sentence.spoken
    quoted = "mostly" if spoken.quoted_share >= _MOSTLY else "partly" if spoken.quoted_share else "not"
    attribution = "nobody"
    if spoken.attributions:
        said, voice = spoken.attributions[0]
        verb = "speech" if said.speech else "finding"
        attribution = f"{voice.source if voice else None} {said.voice.number} {verb}"
    opening = f"{spoken.voices[0].source} {spoken.voices[0].number}" if spoken.voices else "nobody"
    names = {
        f"says: {sentence.says}",
        f"quotes: {sentence.quoted} {quoted}",
        f"says: {sentence.says}, quotes: {sentence.quoted} {quoted}",
        f"by rule: {sentence.ruled}",
        f"attributed: {attribution}",
        f"opens with: {opening}",
        f"subject: {spoken.subject.source if spoken.subject else None}",
        f"block: {sentence.label}",
        *(f"names: {voice.source}" for voice in spoken.voices),
        *sentence.traits,
    }
    clues = dict.fromkeys(sorted(names), 1.0)
    clues["length"] = min(spoken.end - spoken.start, _LONG) / _LONG
    return clues


def _around(told: Sequence[Told], place: int) -> list[str]:
    """Name the clues that lie in the sentences before and after."""
    sentence = told[place]
    names = []
    for step in range(1, min(_LOOK_BACK, place) + 1):
        before = told[place - step]
        names.append(f"{step} before: {before.asserts}{_same(before, sentence)}")
    for step in range(1, min(_LOOK_AHEAD, len(told) - 1 - place) + 1):
        after = told[place + step]
        names.append(f"{step} after: {after.says or after.quoted}{_same(after, sentence)}")
    last, distance = _last_assertion(told, place)
    names.append(f"last: {last}")
    if sentence.unattributed:
        voices = " ".join(sorted({str(voice.source) for voice in sentence.spoken.voices}))
        names += [
            *(f"unattributed, {name}" for name in names[:-1]),
            f"unattributed, last: {last} {min(distance, _DISTANT)}",
            f"unattributed, last: {last}, by rule: {sentence.ruled}",
            f"unattributed, last: {last}, names: {voices}",
            f"unattributed, block: {sentence.label}",
        ]
    return names


def _same(other: Told, sentence: Told) -> str:
    return " same paragraph" if other.spoken.block == sentence.spoken.block else ""


def _last_assertion(told: Sequence[Told], place: int) -> tuple[SourceClass | None, int]:
    """Return who last was said to assert something, or was quoted, and how many sentences ago."""
    for step in range(1, min(_FAR_BACK, place) + 1):
        before = told[place - step]
        if not before.unattributed:
            return before.says or before.quoted, step
    return None, _FAR_BACK
