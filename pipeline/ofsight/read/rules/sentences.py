"""Sentence rules: is it a finding, on which themes, good or bad, in whose words?

A baseline of weighted terms (``data/themes.txt``, ``polarity.txt``, ``cues.txt``) and a few rules of the codebook on
context: the section of a report, "As a result ...", lists under a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ofsight.reading import Mention, SentenceReading
from ofsight.record.labels import SOURCES, THEMES

from .context import RuleContext
from .polarity import Polarity, weigh_polarity
from .sections import Place, place_sentences
from .terms import TermIndex, TermMatch, read_lexicon, split_words

_THEMES = frozenset(THEMES)
_POLARITY_LABELS = frozenset(
    {
        "fault",
        "praise",
        "lacking",
        "lessening",
        "up",
        "down",
        "burden",
        "good",
        "need",
        "contrast",
        "concession",
        "condition",
        "topic",
    }
)
_INHERITS = re.compile(
    r"\W*(?:as a (?:result|consequence)|consequently|therefore|this (?:means|meant|is|was|has|had|leaves|left|leads|led"
    r"|results|resulted|can|could|impacts|impacted|increases|causes|caused|risks)|this,? in turn|these (?:are|were|have)|which (?:means|meant)"
    r"|that (?:means|meant|is|was))\b",
    re.IGNORECASE,
)
_RESULT = re.compile(r"\W*(?:as a (?:result|consequence)|consequently|therefore)\b", re.IGNORECASE)
_REFERS_BACK = re.compile(
    r"\W*(?:however,? |but |also,? |in addition,? |similarly,? |again,? |while )?(?:this|these|those|they|them|it|its|their|such|all of (?:these|them)|both)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\W*(?:this|these|for (?:example|some|others|instance)|one example|in (?:one|some) (?:case|instance)s?|such|as a result)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"\W*(?:\d+\.\s*)?(?:ensure|improve|strengthen|reduce|develop|review|implement|increase|accelerate|make sure|continue"
    r"|address|take|provide|work|embed|monitor|establish|raise|extend|refresh|fully|further|use|prioriti[sz]e|evaluate"
    r"|consider|complete|promote|support|introduce|undertake|enable|expedite|urgently|routinely|urgent)\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|be|been|found|finds|says|said|rated|judged|fails?|failed|lacks?|needs?|remains?"
    r"|rises?|falls?|improves?|leaves?|left|face[sd]?|struggles?|told|praised?)\b|(?:absent|lacking|weak|poor|\w{3,}ing|\w{3,}ed|good|inadequate|enough)['’”\"]?\s*$",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:inadequate|requires? improvement(?: to be good)?|good|outstanding|adequate)\s*\.?\s*$",
    re.IGNORECASE,
)
_GRADE_WORD = r"(inadequate|poor|requir(?:es?|ing) improvement|adequate|good|outstanding)"
_GRADE_RISE = re.compile(
    rf"\bfrom\W+(?:an?\W+)?{_GRADE_WORD}\b.{{0,60}}?\b(?:to|now|become)\W+(?:an?\W+|be\W+|being\W+)?{_GRADE_WORD}\b",
    re.IGNORECASE,
)
_GRADE_FALL = re.compile(
    rf"\b{_GRADE_WORD}\b.{{0,60}}?\b(?:from|previously|was|were|compared with|after being|rated)\W+(?:rated\W+|judged\W+|an?\W+|to be\W+)*{_GRADE_WORD}\b",
    re.IGNORECASE,
)
_GRADES = ("inadequate", "poor", "requir", "adequate", "good", "outstanding")
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
_BAD_GRADES = frozenset({"inadequate", "requires", "require", "adequate", "poor"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_MINIMUM_WORDS = 3
_PLAIN = 1.7  # evidence of polarity from which a sentence says how things are, whatever else it says
_SAYS_BOTH = 0.95  # beside a specific theme the service as a whole must be spoken of twice over
_POPULATIONS = (
    "front_door",
    "early_help",
    "risk_and_protection",
    "exploitation_and_missing",
    "permanence_and_placements",
    "care_leavers",
    "disabled_children",
)
_PERVADING = frozenset({"partnership", "care_leavers"})
_BASE_NEWS, _BASE_REPORT = -0.15, 0.35


class _Cues(NamedTuple):
    """How much a sentence has of each kind of cue, 0..1."""

    intention: float
    thanks: float
    procedure: float
    national: float
    assertion: float
    done: float
    sources: dict[str, float]


@cache
def _index() -> TermIndex:
    """All three lexicons in one index: a sentence is read once."""
    return TermIndex(
        [term for name in ("themes.txt", "polarity.txt", "cues.txt") for term in read_lexicon(name)]
    )


def _theme_scores(matches: Sequence[TermMatch], kind: str | None) -> dict[str, float]:
    """Join the evidence for each theme; several terms on the same words count once.

    Terms under ``[none]`` hide their words from all themes, under ``[not theme]`` from that theme; ``[theme@report]``
    holds for documents of one kind only.
    """
    hidden = [m for m in matches if m.label == "none" or m.label.startswith("not ")]
    best: dict[str, dict[int, float]] = {}
    for match in matches:
        theme, _, only = match.label.partition("@")
        if theme not in _THEMES or (only and only != kind):
            continue
        if any(
            h.first <= match.first and match.last <= h.last and h.label in {"none", f"not {theme}"}
            for h in hidden
        ):
            continue
        at = best.setdefault(theme, {})
        at[match.first] = max(at.get(match.first, 0.0), match.weight)
    scores = {}
    for theme, weights in best.items():
        missing = 1.0
        for weight in weights.values():
            missing *= 1.0 - weight
        scores[theme] = 1.0 - missing
    general = scores.get("overall_effectiveness", 0.0)
    specific = max((s for t, s in scores.items() if t != "overall_effectiveness"), default=0.0)
    if specific >= 0.5 and general < _SAYS_BOTH:
        scores["overall_effectiveness"] = min(general, 0.3)
    return scores


def _cues(matches: Sequence[TermMatch]) -> _Cues:
    level: dict[str, float] = {}
    for match in matches:
        if match.label not in _THEMES and match.label not in _POLARITY_LABELS:
            level[match.label] = max(level.get(match.label, 0.0), match.weight)
    return _Cues(
        intention=level.get("intention", 0.0),
        thanks=level.get("thanks", 0.0),
        procedure=level.get("procedure", 0.0),
        national=level.get("national", 0.0),
        assertion=level.get("assertion", 0.0),
        done=level.get("done", 0.0),
        sources={name: level[name] for name in SOURCES if name in level},
    )


def _scale(scores: dict[str, float]) -> dict[str, float]:
    total = sum(scores.values())
    return {name: score / total for name, score in scores.items()} if total else {}


class _Sentence(NamedTuple):
    """What is known of a sentence before it is judged."""

    text: str
    place: Place
    themes: dict[str, float]
    polarity: Polarity
    cues: _Cues


def _finding_in_report(sentence: _Sentence) -> float:
    place, cues = sentence.place, sentence.cues
    if place.label in {"headline", "standfirst"} or place.section == "excluded":
        return 0.05
    if place.label == "subheading":
        return 0.9 if _GRADE.search(sentence.text) and place.theme is not None else 0.05
    if len(_WORD.findall(sentence.text)) < _MINIMUM_WORDS:
        return 0.05
    if place.section == "needs":
        return 0.95
    score = (
        _BASE_REPORT
        + 0.3 * max(sentence.themes.values(), default=0.0)
        + 0.35 * min(sentence.polarity.evidence, 1.0)
    )
    score -= 0.4 * cues.procedure + 0.1 * cues.thanks + 0.1 * cues.intention
    return min(max(score, 0.0), 1.0)


def _finding_in_news(sentence: _Sentence) -> float:
    place, cues = sentence.place, sentence.cues
    strongest = max(sentence.themes.values(), default=0.0)
    if place.label == "subheading" and not _PREDICATE.search(sentence.text):
        return 0.1
    evidence = min(sentence.polarity.evidence, 1.0)
    if _FIGURE.search(sentence.text) and any(
        sentence.themes.get(theme, 0.0) >= 0.5 for theme in _FIGURE_THEMES
    ):
        evidence = max(evidence, 0.6)  # a figure on staff, work or money says how things stand
    score = _BASE_NEWS + 0.45 * strongest + 0.5 * evidence + 0.15 * cues.assertion
    doubt = 0.5 * max(cues.intention, cues.thanks, cues.procedure) + 0.25 * min(
        cues.intention + cues.thanks + cues.procedure, 1.0
    )
    if cues.done or sentence.polarity.evidence >= _PLAIN or "inspectorate" in cues.sources:
        doubt *= 0.5  # said beside a wish or an account of procedure
    score -= doubt + 0.6 * cues.national
    if sentence.text.rstrip("\"'”’ ").endswith("?"):
        score -= 0.4
    return min(max(score, 0.0), 1.0)


def _with_context(
    sentence: _Sentence, previous: dict[str, float] | None, ratings: Sequence[str]
) -> dict[str, float]:
    """Add the themes that a sentence has from its place: inherited, its section's, or the whole service's."""
    themes = dict(sentence.themes)
    if (
        sentence.place.label == "subheading"
        and sentence.place.theme is not None
        and _GRADE.search(sentence.text)
    ):
        return {sentence.place.theme: 0.95}
    specific = max((s for t, s in themes.items() if t != "overall_effectiveness"), default=0.0)
    if previous and _INHERITS.match(sentence.text):
        if specific < 0.5 or not _RESULT.match(sentence.text):
            for theme, score in previous.items():
                themes[theme] = max(themes.get(theme, 0.0), min(score, 0.7))
        return themes
    strongest = max(themes.values(), default=0.0)
    place_theme = sentence.place.theme
    if place_theme in _PERVADING and sentence.place.label != "subheading":
        themes[place_theme] = max(
            themes.get(place_theme, 0.0), 0.7
        )  # said of the board, of young people who left care
        return themes
    if previous and _REFERS_BACK.match(sentence.text):
        if not any(themes.get(theme, 0.0) >= 0.5 for theme in _POPULATIONS):
            for theme in _POPULATIONS:
                if previous.get(theme, 0.0) >= 0.5:
                    themes[theme] = max(themes.get(theme, 0.0), 0.55)
            strongest = max(themes.values(), default=0.0)
    if strongest < 0.5:
        if ratings:
            themes["overall_effectiveness"] = max(themes.get("overall_effectiveness", 0.0), 0.6)
        elif previous and sentence.place.label != "subheading":
            for theme, score in previous.items():
                themes[theme] = max(themes.get(theme, 0.0), 0.51 if score >= 0.5 else 0.0)
        elif sentence.place.theme is not None:
            themes[sentence.place.theme] = max(themes.get(sentence.place.theme, 0.0), 0.55)
    return themes


def _grade_move(text: str) -> str | None:
    """Return the polarity of a move from one grade to another, or None when there is none."""
    rise = _GRADE_RISE.search(text)
    fall = None if rise else _GRADE_FALL.search(text)
    if rise:
        before, after = rise[1], rise[2]
    elif fall:
        after, before = fall[1], fall[2]
    else:
        return None
    places = [
        next(i for i, grade in enumerate(_GRADES) if word.lower().startswith(grade))
        for word in (before, after)
    ]
    if places[0] == places[1]:
        return None
    return "strength" if places[1] > places[0] else "weakness"


def _polarity_scores(
    sentence: _Sentence, kind: str | None, ratings: Sequence[str], previous: dict[str, float] | None
) -> dict[str, float]:
    """Let the section decide where it says more than the words."""
    place = sentence.place
    grade = _GRADE.search(sentence.text) if place.label == "subheading" else None
    if grade is not None and kind == "report":
        label = "weakness" if grade.group().split()[0].lower() in _BAD_GRADES else "strength"
    elif place.section == "needs" or (
        place.label == "list_item" and kind == "report" and _IMPERATIVE.match(sentence.text)
    ):
        label = "weakness"
    elif len(ratings) > 1 and (move := _grade_move(sentence.text)) is not None:
        label = move
    elif sentence.polarity.scores["neutral"] <= 0.5:
        return sentence.polarity.scores
    elif previous is not None and _GOES_ON.match(sentence.text):
        return previous
    elif kind == "report":
        label = "strength"  # a report tells without adjectives what is done as it should be
    else:
        return sentence.polarity.scores
    return {name: 0.85 if name == label else 0.05 for name in ("weakness", "strength", "mixed", "neutral")}


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
    index = _index()
    places = place_sentences(context.text, context.blocks, context.sentences, context.kind)
    ratings = sorted((m.start, context.text[m.start : m.end]) for m in mentions if m.label == "RATING")
    judge = _finding_in_report if context.kind == "report" else _finding_in_news
    readings: list[SentenceReading] = []
    previous: dict[str, float] | None = None
    previous_polarity: dict[str, float] | None = None
    previous_block = -1
    for (start, end), place in zip(context.sentences, places, strict=True):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        matches = index.find(words, first, last)
        sentence = _Sentence(
            context.text[start:end],
            place,
            _theme_scores(matches, context.kind),
            weigh_polarity(words, first, last, [m for m in matches if m.label in _POLARITY_LABELS]),
            _cues(matches),
        )
        rated = [text for at, text in ratings if start <= at < end]
        if place.block != previous_block and context.kind == "report":
            previous = None
        themes = _with_context(sentence, previous, rated)
        finding = judge(sentence._replace(themes=themes))
        if previous and _INHERITS.match(sentence.text):
            finding = min(finding + 0.25, 1.0)
        polarity = _polarity_scores(sentence, context.kind, rated, previous_polarity if previous else None)
        readings.append(
            SentenceReading(
                start=start,
                end=end,
                finding=finding,
                themes={theme: round(themes[theme], 4) for theme in THEMES if themes.get(theme, 0.0) > 0.05},
                polarity=polarity,
                source=_scale(sentence.cues.sources),
            )
        )
        previous = themes if finding >= 0.5 else None
        previous_polarity = polarity
        previous_block = place.block
    return readings
