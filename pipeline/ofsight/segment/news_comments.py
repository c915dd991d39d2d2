"""Readers' comments below an article, in the styles of the common comment systems."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .news_bylines import without_dates
from .news_cues import Cue, Unit
from .news_lines import DATE, RELATIVE_TIME, TIME, says, words

_META_WORDS = 14
_PERMALINK = re.compile(r".{1,60}\s#$")
_SAYS = re.compile(
    r"(?!(?:what|how|why|who|where|when|the|our)\b)(?:@?[\w.’'&-]+\s+){1,5}(?:says|said|wrote|writes|commented|replied)\s*:?$",
    re.IGNORECASE,
)
_AUTHOR_AGO = re.compile(r".{1,80}?(?:[•·|,]|\s[-–—]\s|\s>\s|\son\s|\sat\s)")
_LEADING_WORDS = re.compile(
    r"(?:posted|comment(?:ed)?|submitted|written|added)?\s*(?:by|from)?\s*:?\s*", re.IGNORECASE
)
_REPLY_TO = re.compile(r"(?:in )?repl(?:y|ying|ied) to\s*:?\s*@?\S.{0,60}$", re.IGNORECASE)
_SENTENCE_BREAK = re.compile(r"\w\w[.!?][”’\"')]*\s+[A-Z]")
_SITE = ("boilerplate", 0.85)
_SIGNATURE_WORDS = 12
_AUTHOR_WORDS = 6
_ORNAMENT = re.compile(r"^[^\w@]+")
_LOOK_AHEAD = 14
Label = tuple[str, float]
_CLOSING = frozenset({Cue.AFTER, Cue.LIST_AFTER, Cue.NAVIGATION, Cue.PROMOTION})


def is_comment_meta(unit: Unit) -> bool:
    """Say whether a line plainly holds a commenter's name with the date, or a permalink."""
    text = unit.paragraph.bare
    if unit.paragraph.word_count > _META_WORDS or _SENTENCE_BREAK.search(text):
        return False
    rest, dated = without_dates(text)
    if _PERMALINK.match(text) and dated:
        return True
    if unit.paragraph.ends and not _ends_in_time(text):
        return False
    author = _LEADING_WORDS.sub("", rest, count=1).strip(" ,|•·#:>-–—@()")
    if not dated or not any(character.isalnum() for character in author):
        return False
    return bool(TIME.search(text) and DATE.search(text)) or bool(
        RELATIVE_TIME.search(text) and (_AUTHOR_AGO.match(text) or len(author.split()) <= 4)
    )


def _ends_in_time(text: str) -> bool:
    """Say whether the stop at the end is that of "2 hrs. ago." or "10.45 p.m."."""
    last = max((m.end() for kind in (RELATIVE_TIME, TIME) for m in kind.finditer(text)), default=0)
    return last > 0 and not any(character.isalnum() for character in text[last:])


def _is_signature(unit: Unit) -> bool:
    """Say whether a line is a few words and a date, which below a heading of comments is who wrote when."""
    text = _ORNAMENT.sub("", unit.paragraph.bare)
    if unit.sentence or unit.paragraph.word_count > _SIGNATURE_WORDS or says("date_label", text):
        return False
    rest, dated = without_dates(text)
    return dated and 1 <= len(words(_LEADING_WORDS.sub("", rest, count=1))) <= _AUTHOR_WORDS


def comments_start(units: Sequence[Unit]) -> int:
    """Return the index of the first unit of the comments, ``len(units)`` when there are none.

    Comments begin with a heading ("7 Responses to ...") that authors and dates follow, or, without one, with
    the first of two such author lines below running text.
    """
    metas = [i for i in range(len(units)) if _opens_comment(units, i)]
    opens = set(metas)
    sentences_before = 0
    for i, unit in enumerate(units):
        if unit.sentence:
            sentences_before += 1
        if sentences_before < 2:
            continue
        if _is_heading(unit) and any(i < meta <= i + _LOOK_AHEAD for meta in metas):
            return i
        if _is_heading(unit) and says_number_of_comments(unit) and _signs_follow(units, i):
            return i
        if i in opens and i != metas[-1]:
            return i
    return len(units)


def _signs_follow(units: Sequence[Unit], i: int) -> bool:
    """Say whether below the heading ``i`` the first words of a reader stand under a name or a signature."""
    for k in range(i + 1, min(i + 4, len(units) - 1)):
        if units[k].cue in _CLOSING or says("comment_action", units[k].text):
            continue
        written = units[k + 1].cue is Cue.TEXT and not units[k + 1].name
        return written and (_is_signature(units[k]) or (_could_be_author(units[k]) and units[k + 1].sentence))
    return False


def _is_heading(unit: Unit) -> bool:
    return says("comments_head", unit.text) and not unit.sentence


def _opens_comment(units: Sequence[Unit], i: int) -> bool:
    """Say whether unit ``i`` is the author and date line of a comment, alone or with the line after it."""
    unit = units[i]
    if is_comment_meta(unit) or (_SAYS.match(unit.paragraph.bare) and unit.paragraph.word_count <= 6):
        return not _within_article_links(units, i)
    return False


def _within_article_links(units: Sequence[Unit], i: int) -> bool:
    """Say whether nothing is said after a dated line: then it belongs to a list of links."""
    following = units[i + 1 : i + 4]
    return not any(unit.cue is Cue.TEXT for unit in following)


def label_comments(units: Sequence[Unit]) -> list[Label]:
    """Label the units from the heading of the comments to the end of the page.

    What a reader wrote begins after an author's line and ends at the buttons below it; what stands before the
    first author's line, after such buttons or after the page's closing words is the site's.
    """
    labels: list[Label] = []
    metas = {i for i in range(len(units)) if _is_meta(units, i)}
    begun = written = closed = False
    if len(metas) <= 1:
        metas |= {i for i in range(1, len(units) - 1) if _names_reader(units, i)}
    for i, unit in enumerate(units):
        if i in metas:
            labels.append(("comment_meta", 0.9))
            begun, written, closed = True, False, False
        elif _is_heading(unit) and not begun:
            labels.append(("comment_meta", 0.9) if says_number_of_comments(unit) or i == 0 else _SITE)
        elif _is_furniture(unit):
            labels.append(_SITE)
            closed = closed or written or unit.cue in _CLOSING
        elif closed or not begun:
            labels.append(_SITE)
        else:
            labels.append(("comment", 0.85))
            written = True
    return labels


def says_number_of_comments(unit: Unit) -> bool:
    """Say whether a heading of the comments counts them, like "7 Responses to ..."."""
    return any(character.isdigit() for character in unit.text)


def _is_furniture(unit: Unit) -> bool:
    if says("comment_action", unit.paragraph.bare) or says("comments_head", unit.text):
        return True
    return not unit.sentence and (unit.cue in {Cue.SHARE, Cue.INLINE} or unit.cue in _CLOSING)


def _is_meta(units: Sequence[Unit], i: int) -> bool:
    """Say whether a unit of the comments is author, date or permalink, or one of them alone on a line."""
    unit = units[i]
    if is_comment_meta(unit) or _SAYS.match(unit.paragraph.bare) or _REPLY_TO.match(unit.text):
        return unit.paragraph.word_count <= _META_WORDS
    if _only_date(unit) or _is_signature(unit) or says("comment_author", unit.text):
        return True
    return i + 1 < len(units) and _only_date(units[i + 1]) and _could_be_author(unit)


def _names_reader(units: Sequence[Unit], i: int) -> bool:
    """Say whether a line, where the comments bear no dates, is the name above what a reader wrote."""
    above, unit, below = units[i - 1 : i + 2]
    if unit.cue is not Cue.TEXT or not _could_be_author(unit) or says("comments_head", unit.text):
        return False
    return (
        below.cue is Cue.TEXT
        and (below.paragraph.ends or below.paragraph.word_count > _AUTHOR_WORDS)
        and (above.cue is not Cue.TEXT or above.paragraph.ends or says("comments_head", above.text))
    )


def _only_date(unit: Unit) -> bool:
    rest, dated = without_dates(unit.text)
    return dated and not any(character.isalpha() for character in rest)


def _could_be_author(unit: Unit) -> bool:
    return (
        unit.paragraph.word_count <= 5 and not unit.paragraph.ends and not says("comment_action", unit.text)
    )
