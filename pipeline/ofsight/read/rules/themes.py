"""The themes of a sentence: what its terms say, and what it has from its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ofsight.record.labels import THEMES

from .grades import heading_grade
from .sections import Place
from .terms import TermMatch

_THEMES = frozenset(THEMES)
_GENERAL = "overall_effectiveness"
_WHOLE = frozenset({_GENERAL, "intervention"})  # an intervention is often in the service as a whole
_INHERITS = re.compile(
    r"\W*(?:as a (?:result|consequence)|consequently|therefore|which (?:means|meant)|this,? in turn"
    r"|this (?:means|meant|is|was|has|had|leaves|left|leads|led|results|resulted|can|could|impacts|impacted"
    r"|increases|causes|caused|risks)|these (?:are|were|have)|that (?:means|meant|is|was))\b",
    re.IGNORECASE,
)
_RESULT = re.compile(r"\W*(?:as a (?:result|consequence)|consequently|therefore)\b", re.IGNORECASE)
_REFERS_BACK = re.compile(
    r"\W*(?:however,? |but |also,? |in addition,? |similarly,? |again,? |while )?"
    r"(?:this|these|those|they|them|it|its|their|such|all of (?:these|them)|both)\b",
    re.IGNORECASE,
)
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
_FITS = 0.5
_SAYS_BOTH = 0.95  # beside a specific theme the service as a whole must be spoken of twice over
_HELD_BACK = 0.3  # what is left of the general theme otherwise


def inherits(sentence: str) -> bool:
    """Tell a sentence that goes on from the one before ("As a result ...", "This means ...")."""
    return bool(_INHERITS.match(sentence))


def score_themes(matches: Sequence[TermMatch], kind: str | None) -> dict[str, float]:
    """Join the evidence for each theme; several terms that begin at the same word count once.

    Terms under ``[none]`` hide their words from all themes, under ``[not theme]`` from that theme;
    ``[theme@report]`` holds for documents of one kind only.
    """
    hidden = [m for m in matches if m.label == "none" or m.label.startswith("not ")]
    evidence: dict[str, list[TermMatch]] = {}
    for match in matches:
        theme, _, only = match.label.partition("@")
        if theme in _THEMES and only in {"", kind}:
            evidence.setdefault(theme, []).append(match)
    scores = {}
    for theme, found in evidence.items():
        hiding = [h for h in hidden if h.label in {"none", f"not {theme}"}]
        score = join_evidence(found, hiding)
        if score > 0:
            scores[theme] = score
    if _GENERAL in scores and _specific(scores) >= _FITS and scores[_GENERAL] < _SAYS_BOTH:
        scores[_GENERAL] = min(scores[_GENERAL], _HELD_BACK)
    return scores


def join_evidence(matches: Iterable[TermMatch], hiding: Sequence[TermMatch] = ()) -> float:
    """Return the score, in 0..1, that terms for one theme come to.

    Parameters
    ----------
    matches : iterable of TermMatch
        The terms found; of those that begin at the same word only the weightiest counts.
    hiding : sequence of TermMatch
        Terms inside one of these do not count.
    """
    best: dict[int, float] = {}
    for match in matches:
        if not any(h.first <= match.first and match.last <= h.last for h in hiding):
            best[match.first] = max(best.get(match.first, 0.0), match.weight)
    missing = 1.0
    for weight in best.values():
        missing *= 1.0 - weight
    return 1.0 - missing


def _specific(scores: Mapping[str, float]) -> float:
    """Return the highest score of a theme that is a part of the service."""
    return max((score for theme, score in scores.items() if theme not in _WHOLE), default=0.0)


def _raise(themes: dict[str, float], theme: str, score: float) -> None:
    themes[theme] = max(themes.get(theme, 0.0), score)


def themes_in_context(
    text: str,
    scores: Mapping[str, float],
    place: Place,
    *,
    previous: Mapping[str, float] | None,
    rated: bool,
) -> dict[str, float]:
    """Add the themes that a sentence has from its place: inherited, its section's, or the whole service's.

    Parameters
    ----------
    text : str
        The sentence.
    scores : mapping
        What its own terms say.
    place : Place
        Where it stands.
    previous : mapping or None
        The themes of the finding before it in the same passage, if that was one.
    rated : bool
        It holds a rating.
    """
    themes = dict(scores)
    heading = place.label == "subheading"
    if heading and place.theme is not None and heading_grade(text) is not None:
        return {place.theme: 0.95}
    if previous and inherits(text):
        if _specific(themes) < _FITS or not _RESULT.match(text):
            for theme, score in previous.items():
                _raise(themes, theme, min(score, 0.7))
        return themes
    if place.theme in _PERVADING and not heading:
        _raise(themes, place.theme, 0.7)  # said of the board, of young people who left care
        return themes
    if (
        previous
        and _REFERS_BACK.match(text)
        and not any(themes.get(theme, 0.0) >= _FITS for theme in _POPULATIONS)
    ):
        for theme in _POPULATIONS:
            if previous.get(theme, 0.0) >= _FITS:
                _raise(themes, theme, 0.55)
    if max(themes.values(), default=0.0) < _FITS:
        _add_weakly(themes, place, previous, rated=rated)
    return themes


def _add_weakly(
    themes: dict[str, float], place: Place, previous: Mapping[str, float] | None, *, rated: bool
) -> None:
    """Give a sentence without a theme of its own the likeliest one."""
    if rated:
        _raise(themes, _GENERAL, 0.6)
    elif previous and place.label != "subheading":
        for theme, score in previous.items():
            _raise(themes, theme, 0.51 if score >= _FITS else 0.0)
    elif place.theme is not None:
        _raise(themes, place.theme, 0.55)
