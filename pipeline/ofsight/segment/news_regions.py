"""Where on a page the article is: its headline, its body, the readers' comments.

The body is the run of paragraphs with the greatest sum of scores, where sentences count for and furniture
against it (maximum subsequence segmentation, after Pasternack and Roth, "Extracting article text from the
web with maximum subsequence segmentation", WWW 2009), so that an advertisement in its middle does not end it
and a lone sentence in a side column does not extend it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from .news_comments import comments_start
from .news_cues import FURNITURE, Cue, Unit
from .news_lines import count, says, words

_COST = {
    Cue.SHARE: -0.4,
    Cue.NAVIGATION: -1.5,
    Cue.SECTION: -0.5,
    Cue.INLINE: -0.1,
    Cue.AFTER: -2.0,
    Cue.LIST_AFTER: -2.0,
    Cue.COMMENTS_HEAD: -1.5,
    Cue.CAPTION: -0.1,
    Cue.BYLINE: -0.3,
    Cue.SOURCE: -1.5,
    Cue.PROMOTION: -1.0,
}
# "Read more:" with a colon heads a box of links in the middle of an article more often than one below it.
_COST_OF_BOX = -0.8
_STOPWORDS = frozenset(
    [
        "with",
        "from",
        "that",
        "this",
        "have",
        "been",
        "were",
        "after",
        "over",
        "into",
        "their",
        "they",
        "will",
        "what",
        "when",
        "which",
        "about",
        "says",
        "said",
        "more",
        "than",
    ]
)
_COHESION = 3.0
_HEADLINE_SLACK = 0.8
_SHORT_TITLE_SLACK = 0.3
_LEAD_DEPTH = 60
_LEAD_REACH = 8
_SENTENCE_BREAK = re.compile(r"[.!?][”’\"')]*\s+[A-Z“\"]")
_LIST_REACH = 12
_TITLE_WORDS = 5
# Added to the number of words: that one word of one is shared says less than that four of six are.
_FEW_WORDS_DOUBT = 2
_COST_IN_MENU = 0.4
_COST_OF_MASTHEAD = 0.7
_WORTH_OF_BYLINE = 0.15
_COST_OF_MOTTO = 0.5
# Beyond so many words a line is rather the standfirst, the more so the longer it is.
_LONG_TITLE = 16
_COST_OF_WORD = 0.04


@dataclass(frozen=True, slots=True)
class Regions:
    """Indexes into the page's units: headline, body ``[body, tail)``, comments ``[comments, end)``.

    ``headline`` is None when the page shows none; ``body == tail`` when it holds no running text.
    """

    headline: int | None
    body: int
    tail: int
    comments: int


def find_regions(units: Sequence[Unit]) -> Regions:
    """Find the article on the page and the comments below it."""
    comments = comments_start(units)
    before = units[:comments]
    body, tail = _body(before)
    body = next((i for i in range(body, tail) if units[i].sentence or units[i].text.endswith(":")), body)
    body = _past_standfirst(units, body, tail)
    headline = _headline(units, body, tail)
    if headline is not None and headline >= body:
        body = headline + 1
    return Regions(headline=headline, body=body, tail=max(tail, body), comments=comments)


def _past_standfirst(units: Sequence[Unit], body: int, tail: int) -> int:
    """Return where the body starts when its first sentence is a standfirst (codebook section 7, reading 1).

    It is one if a mark sets it off from the next sentence: a byline, or a picture right below it.
    """
    following = next((i for i in range(body + 1, min(tail, body + _LEAD_REACH)) if units[i].sentence), None)
    if following is None or not units[body].sentence:
        return body
    between = units[body + 1 : following]
    bylined = any(unit.cue is Cue.BYLINE or unit.role for unit in between)
    below_picture = body > 0 and units[body - 1].cue is Cue.CAPTION
    pictured = bool(between) and between[0].cue is Cue.CAPTION and not below_picture
    one_sentence = _SENTENCE_BREAK.search(units[body].text) is None
    return following if bylined or (pictured and one_sentence) else body


def _body(units: Sequence[Unit]) -> tuple[int, int]:
    """Return the run of units with the greatest sum of scores, as ``[start, end)``."""
    scores = _scores(units)
    start, end = _greatest_run(scores)
    shared = _cohesion(units, start, end)
    scores = [score + bonus for score, bonus in zip(scores, shared, strict=True)]
    start, end = _greatest_run(scores)
    return _with_closing_list(units, start, end)


def _greatest_run(scores: Sequence[float]) -> tuple[int, int]:
    best = (0.0, 0, 0)
    total, start = 0.0, 0
    for i, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, i
        total += score
        if total > best[0]:
            best = (total, start, i + 1)
    return best[1], best[2]


def _cohesion(units: Sequence[Unit], start: int, end: int) -> list[float]:
    """Score each sentence by the share of its words that the rest of the body ``[start, end)`` has as well.

    Half the share that is usual on this page counts as neither for nor against.
    """
    own = [_content_words(unit.text) if unit.sentence else frozenset() for unit in units]
    seen = Counter(word for words_of in own[start:end] for word in words_of)
    shares = [
        sum(1 for word in words_of if seen[word] > (start <= i < end)) / len(words_of) if words_of else None
        for i, words_of in enumerate(own)
    ]
    inside = [share for share in shares[start:end] if share is not None]
    usual = median(inside) / 2 if inside else 0.0
    return [0.0 if share is None else _COHESION * (share - usual) for share in shares]


def _with_closing_list(units: Sequence[Unit], start: int, end: int) -> tuple[int, int]:
    """Take in the items, bare of bullets and stops, of a list that the body's last sentence introduces."""
    if end and units[end - 1].text.endswith(":"):
        while end < len(units) and units[end].cue is Cue.TEXT and not units[end].paragraph.ends:
            end += 1
    return start, end


def _scores(units: Sequence[Unit]) -> list[float]:
    """Score each unit: positive for what reads like an article, negative for what stands around one."""
    return [max(_score(unit), _floor(units, i)) for i, unit in enumerate(units)]


def _floor(units: Sequence[Unit], i: int) -> float:
    """Bound what a short line costs where the article explains it: an item after a colon, a crosshead."""
    if units[i].cue is not Cue.TEXT:
        return -math.inf
    first = i
    while (
        first and units[first].cue is Cue.TEXT and not units[first].paragraph.ends and i - first < _LIST_REACH
    ):
        first -= 1
        if units[first].text.endswith(":") and units[first].paragraph.word_count >= 3:
            return 0.05
    flanked = 0 < i < len(units) - 1 and units[i - 1].sentence and units[i + 1].sentence
    return -0.1 if flanked else -math.inf


def _score(unit: Unit) -> float:
    if unit.cue is Cue.LIST_AFTER and unit.text.endswith(":"):
        return _COST_OF_BOX
    if unit.cue is not Cue.TEXT:
        return _COST[unit.cue]
    return unit.prior + _text_score(unit)


def _text_score(unit: Unit) -> float:
    paragraph = unit.paragraph
    number = paragraph.word_count
    if paragraph.cells or unit.grade:
        return 0.2
    if paragraph.marker:
        return -0.3 if number < 3 else 0.4
    if unit.text.endswith(":") and number >= 4:
        return 0.4
    if not paragraph.ends:
        return 0.3 if number >= 25 else -0.4
    if number < 6 or (unit.short and number <= 16):
        return 0.3 if unit.quoted else 0.1
    return min(number / 15, 2.0) + 0.2 + (0.3 if unit.quoted else 0.0) - 0.9 * count("promotion", unit.text)


def _headline(units: Sequence[Unit], body: int, tail: int) -> int | None:
    """Choose the headline among the short lines above the first real sentence of the body."""
    first_sentence = body
    while first_sentence < tail and not _plain_sentence(units[first_sentence]):
        first_sentence += 1
    vocabulary = _vocabulary(units[first_sentence : min(tail, first_sentence + 15)])
    scored = []
    between = 0.0
    for i in range(first_sentence - 1, max(-1, first_sentence - _LEAD_DEPTH), -1):
        unit = units[i]
        score = _headline_score(unit, vocabulary)
        if score is not None:
            score += _WORTH_OF_BYLINE if _above_byline(units, i) else 0.0
            score -= between + (_COST_IN_MENU if _in_menu(units, i) else 0.0)
            scored.append((i, score - (_COST_OF_MOTTO if _is_motto(units, i) else 0.0)))
        if unit.cue in {Cue.NAVIGATION, Cue.LIST_AFTER, Cue.AFTER, Cue.SECTION}:
            between += 0.25
        elif unit.cue is Cue.TEXT and unit.short and not unit.name and not unit.role:
            between += 0.1
    if not scored:
        return 0 if units and units[0].short and units[0].cue not in FURNITURE else None
    best = max(score for _, score in scored)
    return min(i for i, score in scored if score >= best - _slack(units, i))


def _in_menu(units: Sequence[Unit], i: int) -> bool:
    """Say whether a line stands among at least two others, none a sentence, without a blank line between."""
    first = last = i
    while first > 0 and not units[first].paragraph.blank_before:
        first -= 1
    while last + 1 < len(units) and not units[last + 1].paragraph.blank_before:
        last += 1
        if units[last].sentence or units[last].cue is Cue.BYLINE:
            return False
    return last - first >= 2 and not any(unit.sentence for unit in units[first:last])


def _slack(units: Sequence[Unit], i: int) -> float:
    """Return how far a candidate may lie below the best and still win by standing above it."""
    unit = units[i]
    named = _is_titled(unit) or _is_masthead(unit) or _is_motto(units, i)
    if unit.paragraph.word_count < _TITLE_WORDS or named:
        return _SHORT_TITLE_SLACK
    return _HEADLINE_SLACK


def _plain_sentence(unit: Unit) -> bool:
    return unit.sentence and unit.paragraph.word_count >= 8 and not unit.text.endswith("?")


def _headline_score(unit: Unit, vocabulary: frozenset[str]) -> float | None:
    """Score a unit as headline from its length and the words it shares with the body; None rules it out."""
    paragraph = unit.paragraph
    number = paragraph.word_count
    if unit.cue is not Cue.TEXT or not 2 <= number <= 35 or unit.text.endswith((".", ":", ";", ",")):
        return None
    if unit.name or unit.role or paragraph.marker:
        return None
    own = _content_words(unit.text)
    shared = len(own & vocabulary) / (len(own) + _FEW_WORDS_DOUBT)
    length = min(number / 6, 1.0) - _COST_OF_WORD * max(number - _LONG_TITLE, 0)
    return length + 1.5 * shared - (_COST_OF_MASTHEAD if _is_masthead(unit) else 0.0)


def _is_masthead(unit: Unit) -> bool:
    """Say whether a line reads like the name or motto of the outlet."""
    return unit.paragraph.cells or says("masthead", unit.text)


def _is_motto(units: Sequence[Unit], i: int) -> bool:
    """Say whether a line is the second of two with which the page starts, set off from what follows."""
    if i != 1 or len(units) <= 2 or units[0].cue is not Cue.TEXT:
        return False
    return not units[1].paragraph.blank_before and units[2].paragraph.blank_before


def _above_byline(units: Sequence[Unit], i: int) -> bool:
    """Say whether author or date stand below a line, at most a standfirst in between."""
    following = units[i + 1 : i + 3]
    return any(unit.cue is Cue.BYLINE or unit.role for unit in following)


def _is_titled(unit: Unit) -> bool:
    """Say whether all longer words are capitalised, as in a name."""
    return all(word[0].isupper() for word in words(unit.text) if len(word) >= 4)


def _content_words(text: str) -> frozenset[str]:
    """Return the words that carry meaning, cut to five letters so that inflections meet."""
    return frozenset(
        word.lower()[:5] for word in words(text) if len(word) >= 4 and word.lower() not in _STOPWORDS
    )


def _vocabulary(units: Sequence[Unit]) -> frozenset[str]:
    return frozenset().union(*(_content_words(unit.text) for unit in units))
