"""Sentence rules: is it a finding, on which themes, good or bad, in whose words.

A baseline of weighted terms (``data/themes.txt``, ``polarity.txt``, ``cues.txt``) and a few rules of the
codebook on context: the section of a report, "As a result ...", lists under a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ofsight.reading import Mention, SentenceReading
from ofsight.record.labels import POLARITIES, THEMES

from .context import RuleContext
from .cues import POLARITY_LABELS, Cues, read_cues, sentence_index
from .grades import grade_move, heading_grade
from .polarity import Polarity, weigh_polarity
from .sections import Place, place_sentences
from .terms import split_words
from .themes import inherits, score_themes, themes_in_context

_GOES_ON = re.compile(
    r"\W*(?:this|these|for (?:example|some|others|instance)|one example|in (?:one|some) (?:case|instance)s?"
    r"|such|as a result)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"\W*(?:\d+\.\s*)?(?:ensure|improve|strengthen|reduce|develop|review|implement|increase|accelerate"
    r"|make sure|continue|address|take|provide|work|embed|monitor|establish|raise|extend|refresh|fully"
    r"|further|use|prioriti[sz]e|evaluate|consider|complete|promote|support|introduce|undertake|enable"
    r"|expedite|urgently|routinely|urgent)\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|be|been|found|finds|says|said|rated|judged|fails?|failed|lacks?"
    r"|needs?|remains?|rises?|falls?|improves?|leaves?|left|face[sd]?|struggles?|told|praised?)\b"
    r"|(?:absent|lacking|weak|poor|\w{3,}ing|\w{3,}ed|good|inadequate|enough)['’”\"]?\s*$",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?<![\w£])£?\d[\d,.]*(?:%|m\b|bn\b|\s?per cent|\s?million)?|\b(?:half|third|quarter|two-thirds)\b",
    re.IGNORECASE,
)
_FIGURE_THEMES = (
    "workforce",
    "caseloads",
    "resources",
    "permanence_and_placements",
    "front_door",
    "exploitation_and_missing",
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MINIMUM_WORDS = 3
_NO, _SURE = 0.05, 0.95
_BASE_NEWS, _BASE_REPORT = -0.15, 0.35
_PLAIN = 1.7  # evidence of polarity from which a sentence says how things are, whatever else it says
_GOES_ON_FROM_FINDING = 0.25


class _Sentence(NamedTuple):
    """What is known of a sentence before it is judged."""

    text: str
    place: Place
    themes: dict[str, float]
    polarity: Polarity
    cues: Cues


def _scale(scores: Mapping[str, float]) -> dict[str, float]:
    total = sum(scores.values())
    return {name: score / total for name, score in scores.items()} if total else {}


def _finding_in_report(sentence: _Sentence) -> float:
    """Score a report's sentence: most of what stands in the right section is a finding."""
    place, cues = sentence.place, sentence.cues
    if place.label in {"headline", "standfirst"} or place.section == "excluded":
        return _NO
    if place.label == "subheading":
        return 0.9 if place.theme is not None and heading_grade(sentence.text) else _NO
    if len(_WORD.findall(sentence.text)) < _MINIMUM_WORDS:
        return _NO
    if place.section == "needs":
        return _SURE
    strongest = max(sentence.themes.values(), default=0.0)
    score = _BASE_REPORT + 0.3 * strongest + 0.35 * min(sentence.polarity.evidence, 1.0)
    score -= 0.4 * cues.procedure + 0.1 * cues.thanks + 0.1 * cues.intention
    return min(max(score, 0.0), 1.0)


def _finding_in_news(sentence: _Sentence) -> float:
    """Score a sentence of news: it needs a theme and says how things are, not what is meant to happen."""
    place, cues = sentence.place, sentence.cues
    if place.label == "subheading" and not _PREDICATE.search(sentence.text):
        return _NO
    evidence = min(sentence.polarity.evidence, 1.0)
    if _FIGURE.search(sentence.text) and any(
        sentence.themes.get(theme, 0.0) >= 0.5 for theme in _FIGURE_THEMES
    ):
        evidence = max(evidence, 0.6)  # a figure on staff, work or money says how things stand
    strongest = max(sentence.themes.values(), default=0.0)
    score = _BASE_NEWS + 0.45 * strongest + 0.5 * evidence + 0.15 * cues.assertion
    doubts = (cues.intention, cues.thanks, cues.procedure)
    doubt = 0.5 * max(doubts) + 0.25 * min(sum(doubts), 1.0)
    if cues.done or sentence.polarity.evidence >= _PLAIN or "inspectorate" in cues.sources:
        doubt *= 0.5  # said beside a wish or an account of procedure
    score -= doubt + 0.6 * cues.national
    if sentence.text.rstrip("\"'”’ ").endswith("?"):
        score -= 0.4
    return min(max(score, 0.0), 1.0)


def _polarity_scores(
    sentence: _Sentence, kind: str | None, *, ratings: int, previous: dict[str, float] | None
) -> dict[str, float]:
    """Let the section, a move between grades or the sentence before decide where they say more."""
    place, own = sentence.place, sentence.polarity.scores
    graded = heading_grade(sentence.text) if kind == "report" and place.label == "subheading" else None
    request = kind == "report" and place.label == "list_item" and _IMPERATIVE.match(sentence.text)
    move = grade_move(sentence.text) if ratings > 1 else None
    label: str | None = None
    if graded is not None:
        label = graded
    elif place.section == "needs" or request:
        label = "weakness"
    elif move is not None:
        label = move
    elif own["neutral"] > 0.5:
        if previous is not None and _GOES_ON.match(sentence.text):
            return previous
        # a report tells without adjectives what is done as it should be
        label = "strength" if kind == "report" else None
    if label is None:
        return own
    return {name: 0.85 if name == label else 0.05 for name in POLARITIES}


def read_sentences(context: RuleContext, mentions: Sequence[Mention]) -> list[SentenceReading]:
    """Score every sentence of a document.

    Parameters
    ----------
    context : RuleContext
        The document.
    mentions : sequence of Mention
        What the mention rules found; ratings are evidence here.

    Returns
    -------
    list of SentenceReading
        Parallel to ``context.sentences``.
    """
    words, starts = split_words(context.text)
    index = sentence_index()
    places = place_sentences(context.text, context.blocks, context.sentences, context.kind)
    ratings = sorted(mention.start for mention in mentions if mention.label == "RATING")
    judge = _finding_in_report if context.kind == "report" else _finding_in_news
    readings: list[SentenceReading] = []
    previous: SentenceReading | None = None
    previous_block = -1
    for (start, end), place in zip(context.sentences, places, strict=True):
        if place.block != previous_block and context.kind == "report":
            previous = None  # numbered paragraphs of a report each have their own subject
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        matches = index.find(words, first, last)
        text = context.text[start:end]
        rated = bisect_left(ratings, end) - bisect_left(ratings, start)
        themes = themes_in_context(
            text,
            score_themes(matches, context.kind),
            place,
            previous=previous.themes if previous else None,
            rated=rated > 0,
        )
        polarity = weigh_polarity(words, first, last, [m for m in matches if m.label in POLARITY_LABELS])
        sentence = _Sentence(text, place, themes, polarity, read_cues(matches))
        finding = judge(sentence)
        if previous and inherits(text):
            finding = min(finding + _GOES_ON_FROM_FINDING, 1.0)
        reading = SentenceReading(
            start=start,
            end=end,
            finding=finding,
            themes={theme: themes[theme] for theme in THEMES if themes.get(theme, 0.0) > _NO},
            polarity=_polarity_scores(
                sentence, context.kind, ratings=rated, previous=previous.polarity if previous else None
            ),
            source=_scale(sentence.cues.sources),
        )
        readings.append(reading)
        previous = reading if finding >= 0.5 else None
        previous_block = place.block
    return readings
