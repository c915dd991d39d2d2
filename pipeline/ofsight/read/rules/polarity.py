"""Weakness, strength or both: weigh what the words of a sentence say of the state of things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .terms import TermMatch

_REACH = 6  # words within which "not" or "lack of" turns what follows
_DIRECTION_REACH = 9  # words within which "rose" and "caseloads" belong together
_ENOUGH = 0.35  # evidence below this says nothing
_DOMINANCE = 0.6  # within a clause a fault beside praise of up to 1/0.6 of its weight remains a fault
_SHORT_ASIDE = 5  # words of a concession that is a mere aside ("though regular")


class Evidence(NamedTuple):
    """Weights of fault and praise, 0 and up."""

    fault: float
    praise: float

    @property
    def verdict(self) -> str:
        """Return ``"fault"``, ``"praise"`` or ``""``."""
        if self.fault >= _ENOUGH and self.fault >= _DOMINANCE * self.praise:
            return "fault"
        return "praise" if self.praise >= _ENOUGH else ""


class Polarity(NamedTuple):
    """Scores of the four polarities, and how much evidence of any kind there is, 0 and up."""

    scores: dict[str, float]
    evidence: float


class _Clause(NamedTuple):
    """A stretch of a sentence, its kind main, concession ("although ...") or condition ("when ...")."""

    first: int
    last: int
    kind: str


def _clauses(words: Sequence[str], first: int, last: int, matches: Sequence[TermMatch]) -> list[_Clause]:
    """Cut a sentence at semicolons, at "but" and "however", and around concessions."""
    cuts: dict[int, str] = {first: "main"}
    for match in matches:
        if match.label == "contrast":
            cuts[match.first] = "main"
        elif match.label in {"concession", "condition"}:
            cuts[match.first] = match.label
            comma = next((i for i in range(match.last + 1, last) if words[i] in {",", "–", "—"}), None)
            if comma is not None:
                cuts.setdefault(comma, "main")
    for position in range(first, last):
        if words[position] == ";":
            cuts.setdefault(position, "main")
    order = sorted(cuts)
    return [
        _Clause(start, end, cuts[start])
        for start, end in zip(order, [*order[1:], last], strict=True)
        if end > start
    ]


def _near_before(position: int, others: Sequence[TermMatch], reach: int) -> bool:
    return any(0 <= position - other.last < reach for other in others)


def _directions(by_label: dict[str, list[TermMatch]]) -> tuple[float, float, set[int]]:
    """Weigh rising and falling figures: fault, praise, and the words that are used up by it."""
    fault = praise = 0.0
    used: set[int] = set()
    for things, bad_when in (("burden", "up"), ("good", "down")):
        for thing in by_label.get(things, ()):
            for direction in ("up", "down"):
                for move in by_label.get(direction, ()):
                    if move.first == thing.first or abs(move.first - thing.first) > _DIRECTION_REACH:
                        continue
                    used.update((thing.first, move.first))
                    if direction == bad_when:
                        fault = max(fault, 0.9)
                    else:
                        praise = max(praise, 0.7)
    return fault, praise, used


def _weigh(matches: Sequence[TermMatch]) -> Evidence:
    """Weigh the terms of one clause."""
    topics = [
        m for m in matches if m.label == "topic"
    ]  # words that name whom or what it is about, not how it is
    by_label: dict[str, list[TermMatch]] = {}
    for match in matches:
        if any(topic.first <= match.first and match.last <= topic.last for topic in topics):
            continue
        by_label.setdefault(match.label, []).append(match)
    fault, praise, used = _directions(by_label)
    lacking = by_label.get("lacking", [])
    lessening = by_label.get("lessening", [])
    needs = by_label.get("need", [])
    turned = False
    for match in by_label.get("fault", ()):
        if match.first in used:
            continue
        if any(less.first < match.first <= less.last + _REACH - 2 for less in lessening):
            praise += match.weight * 0.7
        else:
            fault += match.weight
    for match in by_label.get("praise", ()):
        if match.first in used or any(need.first <= match.first for need in needs):
            continue
        if _near_before(match.first, lacking, _REACH):
            turned = True
            fault += match.weight * 0.8
        else:
            praise += match.weight
    if needs:
        fault += 0.9
    elif lacking and not turned and not fault and not praise:
        fault += 0.6
    return Evidence(fault, praise)


def weigh_polarity(words: Sequence[str], first: int, last: int, matches: Sequence[TermMatch]) -> Polarity:
    """Judge one sentence.

    Parameters
    ----------
    words : sequence of str
        The words of the document.
    first, last : int
        The sentence is ``words[first:last]``.
    matches : sequence of TermMatch
        The terms of the polarity lexicon found in it.

    Returns
    -------
    Polarity
        Scores that add up to 1, and the strength of the evidence.
    """
    clauses = _clauses(words, first, last, matches)
    main: list[str] = []
    conceded: list[str] = []
    conditional: list[str] = []
    total = 0.0
    for clause in clauses:
        evidence = _weigh([m for m in matches if clause.first <= m.first < clause.last])
        total = max(total, evidence.fault, evidence.praise)
        if not evidence.verdict:
            continue
        if clause.kind == "condition" and len(clauses) > 1:
            conditional.append(evidence.verdict)
            continue  # "when children are at risk, ...": the case in which something is done
        if clause.kind == "concession" and evidence.verdict == "praise":
            aside = clause.last - clause.first <= _SHORT_ASIDE or clause.first <= first + 1
            if aside or clause.last < last:
                conceded.append("aside")
                continue
        (conceded if clause.kind == "concession" else main).append(evidence.verdict)
    if not main and not conceded:
        main = conditional
    said = {*main, *(verdict for verdict in conceded if verdict != "aside")}
    if said == {"fault", "praise"}:
        label = "mixed"
    elif said == {"fault"}:
        label = "weakness"
    elif said == {"praise"} or "aside" in conceded:
        label = "strength"
    else:
        label = "neutral"
    sure = 0.55 + 0.4 * min(total, 1.0) if label != "neutral" else 0.6
    rest = (1.0 - sure) / 3
    return Polarity(
        {name: sure if name == label else rest for name in ("weakness", "strength", "mixed", "neutral")},
        total,
    )
