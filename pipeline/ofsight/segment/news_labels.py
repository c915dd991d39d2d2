"""Labels for the parts of a page: what lies above the body, the body, and what lies below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ofsight.record import Block

from .news_bylines import is_date_line
from .news_cues import FURNITURE, Cue, Unit
from .news_lines import fold, says
from .news_regions import Regions

Label = tuple[str, float]
_BOILERPLATE = frozenset(FURNITURE)
_LINK_LIKE = frozenset({Cue.SHARE, Cue.AFTER, Cue.INLINE, Cue.NAVIGATION})
_HEADLINE_REACH = 3
_BARE_NUMBER = re.compile(r"(\d{1,2})\s+[A-Z“‘]")
_LEAD_LINES = 6
_MANY_LINKS = 3
_TABLE_LINES = 80
_SUBHEADING_WORDS = 14
_CAPTION_WORDS = 12
_DESK_WORDS = 5
_FEW_WORDS = 5
_CREDIT_WORDS = 8


def label_lead(units: Sequence[Unit], regions: Regions) -> list[Label]:
    """Label the units above the body: navigation, headline, byline, standfirst, captions."""
    labels: list[Label] = []
    headline = regions.headline
    standfirst_seen = False
    for i in range(regions.body):
        if i == headline:
            labels.append(("headline", 0.9))
        elif headline is None or i < headline:
            labels.append(_above_headline(units, i, regions.body if headline is None else headline))
        else:
            label = _below_headline(units, i, regions.body, standfirst_seen)
            standfirst_seen = standfirst_seen or label[0] == "standfirst"
            labels.append(label)
    return labels


def _above_headline(units: Sequence[Unit], i: int, headline: int) -> Label:
    """Only a date or caption right above the headline is the article's; the rest is the site's."""
    between = units[i + 1 : headline]
    near = headline - i <= _HEADLINE_REACH and all(_is_credit(unit) for unit in between)
    if near and units[i].cue is Cue.BYLINE:
        return "byline", 0.8
    if near and units[i].cue is Cue.CAPTION:
        return "caption", 0.6
    return "boilerplate", 0.9


def _below_headline(  # noqa: PLR0911 (one return a label, in order)
    units: Sequence[Unit], i: int, body: int, standfirst_seen: bool
) -> Label:
    unit = units[i]
    if unit.cue in {Cue.BYLINE, Cue.SOURCE} or unit.role:
        return "byline", 0.9
    if unit.cue is Cue.CAPTION:
        return "caption", 0.9
    if _names_author(units, i, body) or _names_desk(units, i) or _opens_byline(units, i):
        return "byline", 0.8
    if _beside_caption(units, i, body) or _below_caption(units, i):
        return "caption", 0.75
    if unit.cue in _BOILERPLATE or unit.paragraph.word_count < 3:
        return "boilerplate", 0.85
    few = unit.paragraph.word_count < _FEW_WORDS and i + 1 < body
    credited = _below_byline(units, i) and not says("verdict", unit.text)
    if (
        (standfirst_seen or few or credited or says("picture", unit.text))
        and not unit.paragraph.marker
        and not unit.paragraph.ends
    ):
        return "caption", 0.5
    return "standfirst", 0.8


def _below_byline(units: Sequence[Unit], i: int) -> bool:
    """Say whether the line above a unit, pictures aside, is the author's or the date's."""
    above = i - 1
    while above > 0 and units[above].cue in {Cue.CAPTION, Cue.SHARE, Cue.INLINE}:
        above -= 1
    return units[above].cue is Cue.BYLINE or units[above].role or units[above].name


def _names_author(units: Sequence[Unit], i: int, body: int) -> bool:
    """Say whether a line names the author: after "By", or a bare name beside a byline, date or post."""
    above = units[i - 1]
    if above.cue is Cue.BYLINE and (above.text.endswith(":") or above.text.lower() == "by"):
        return units[i].paragraph.word_count <= 16
    if not units[i].name:
        return False
    neighbours = [*units[max(i - 1, 0) : i], *units[i + 1 : min(i + 2, body + 1)]]
    return any(unit.cue is Cue.BYLINE or unit.role for unit in neighbours)


def _opens_byline(units: Sequence[Unit], i: int) -> bool:
    """Say whether a line holds a full date, or a bare name where nothing above says who wrote or when."""
    unit = units[i]
    if is_date_line(unit.text):
        return unit.cue is Cue.TEXT
    if not unit.name or units[i - 1].cue is Cue.CAPTION or unit.paragraph.word_count > _FEW_WORDS:
        return False
    return not any(above.cue is Cue.BYLINE or above.role for above in units[max(i - _LEAD_LINES, 0) : i])


def _names_desk(units: Sequence[Unit], i: int) -> bool:
    """Say whether the line right below "By ..." is the author's post, desk or paper: capitalised words."""
    unit, above = units[i], units[i - 1]
    if unit.cue is not Cue.TEXT or unit.paragraph.word_count > _DESK_WORDS:
        return False
    return above.text[:3].lower() == "by " and above.cue is Cue.BYLINE and unit.text.istitle()


def _beside_caption(units: Sequence[Unit], i: int, end: int) -> bool:
    """Say whether a few words belong to a picture: right above a credit, or below "Image caption"."""
    unit = units[i]
    if unit.cue is not Cue.TEXT:
        return False
    before = units[i - 1] if i else None
    after = units[i + 1] if i + 1 < end else None
    if before is not None and before.text.lower().rstrip(" ,:").endswith("image caption"):
        return True
    if unit.paragraph.ends or unit.paragraph.word_count > 25:
        return False
    if after is not None and _is_bare_credit(after) and not after.paragraph.blank_before:
        return True
    return before is not None and before.text == unit.text


def _below_caption(units: Sequence[Unit], i: int) -> bool:
    """Say whether a line without a stop goes on with the few words of caption right above it."""
    unit, above = units[i], units[i - 1]
    if unit.cue is not Cue.TEXT or unit.paragraph.ends or unit.paragraph.blank_before:
        return False
    return (
        above.cue is Cue.TEXT
        and above.short
        and above.paragraph.word_count < _FEW_WORDS
        and above.paragraph.blank_before
    )


def _is_bare_credit(unit: Unit) -> bool:
    """Say whether a caption's line names no more than the picture's owner."""
    return unit.cue is Cue.CAPTION and unit.paragraph.word_count <= _CREDIT_WORDS


def _is_credit(unit: Unit) -> bool:
    return unit.cue in {Cue.BYLINE, Cue.CAPTION, Cue.SHARE} or unit.name or unit.role


def label_body(units: Sequence[Unit], regions: Regions) -> list[Label]:
    """Label the units of the body: paragraphs, crossheads, lists, tables, and furniture in between."""
    labels: list[Label] = []
    body, tail = regions.body, regions.tail
    i = body
    while i < tail:
        run = _table_run(units, i, tail)
        if run:
            labels += [("table", 0.8)] * run
        elif (run := _links_run(units, i, tail)) > 0:
            labels += [("boilerplate", 0.8)] * run
        elif (run := _bare_list_run(units, i, tail, body)) > 0:
            labels += [("list_item", 0.8)] * run
        else:
            run = 1
            labels.append(_body_label(units, i, body, tail))
        i += run
    return labels


def _table_run(units: Sequence[Unit], i: int, tail: int) -> int:
    """Return the number of units from ``i`` on that are rows or cells of one table, 0 when it is none."""
    end = i
    rows = grades = 0
    last = min(tail, i + _TABLE_LINES)
    while end < last and units[end].cue in {Cue.TEXT, Cue.SECTION} and _could_be_cell(units[end]):
        rows += units[end].paragraph.cells
        grades += units[end].grade
        end += 1
    while end > i and not (units[end - 1].paragraph.cells or units[end - 1].grade):
        end -= 1
    return end - i if rows >= 2 or grades >= 2 else 0


def _could_be_cell(unit: Unit) -> bool:
    paragraph = unit.paragraph
    return paragraph.cells or (not paragraph.ends and not paragraph.marker and not unit.text.endswith(":"))


def _links_run(units: Sequence[Unit], i: int, tail: int) -> int:
    """Return how many units a box of links in the middle of the article takes, its heading included."""
    if units[i].cue is not Cue.LIST_AFTER:
        return 0
    end = i + 1
    while end < tail and not units[end].sentence and not _introduces(units, end, tail):
        end += 1
    return end - i


def _introduces(units: Sequence[Unit], i: int, tail: int) -> bool:
    """Say whether a quoted line with a sentence below it heads the next part of the article."""
    return units[i].quoted and i + 1 < tail and units[i + 1].sentence


def _bare_list_run(units: Sequence[Unit], i: int, tail: int, body: int) -> int:
    """Return how many units from ``i`` on are items without bullets of a list that a colon introduced."""
    if i == body or not units[i - 1].text.endswith(":") or units[i].paragraph.marker:
        return 0
    end = i
    while end < tail and _bare_item(units, end, end > i):
        end += 1
    if end - i == 1 and not units[i].text[0].islower():
        return 0
    return end - i


def _bare_item(units: Sequence[Unit], i: int, inside: bool) -> bool:
    unit = units[i]
    above = units[i - 1].text
    if unit.cue is not Cue.TEXT or unit.quoted or unit.text.endswith(":"):
        return False
    if inside and above.endswith("."):
        return False
    goes_on = inside and above.endswith((";", ",", "; and", ", and", "; or"))
    return goes_on or not unit.paragraph.ends or unit.text[0].islower()


def _body_label(  # noqa: PLR0911 (one return a label, in order)
    units: Sequence[Unit], i: int, body: int, tail: int
) -> Label:
    unit = units[i]
    if unit.cue is Cue.CAPTION or _beside_caption(units, i, tail):
        return "caption", 0.85
    if unit.cue in {Cue.BYLINE, Cue.SOURCE}:
        return "byline", 0.7
    if unit.cue in _BOILERPLATE and not (
        (unit.cue is Cue.SECTION and _heads_text(units, i, tail)) or _is_set_crosshead(units, i, body, tail)
    ):
        return "boilerplate", 0.85
    if _in_box(units, i) or _is_row_of_links(unit):
        return "boilerplate", 0.7
    if unit.paragraph.marker or _is_numbered(units, i, body, tail):
        return "list_item", 0.9
    if _is_subheading(units, i, body, tail):
        return ("paragraph", 0.6) if _asks(units, i, tail) else ("subheading", 0.85)
    if (
        unit.paragraph.word_count >= _CAPTION_WORDS
        and not unit.paragraph.ends
        and not unit.text.endswith(":")
    ):
        return ("paragraph", 0.5) if unit.quoted else ("caption", 0.6)
    if unit.short and not unit.quoted and _in_link_list(units, i, body, tail):
        return "boilerplate", 0.6
    return "paragraph", 0.95 if unit.sentence else 0.6


def _is_subheading(units: Sequence[Unit], i: int, body: int, tail: int) -> bool:
    unit = units[i]
    longest = _SUBHEADING_WORDS if unit.quoted or unit.text.endswith("?") else _CAPTION_WORDS - 1
    if not unit.short or unit.paragraph.word_count > longest or unit.text.endswith((":", ";", ",")):
        return False
    return _heads_text(units, i, tail) and not _in_link_list(units, i, body, tail)


def _is_set_crosshead(units: Sequence[Unit], i: int, body: int, tail: int) -> bool:
    """Say whether a few words that could be a link ("Next", "Help") stand alone between two paragraphs."""
    unit = units[i]
    if not body < i < tail - 1 or unit.cue not in _LINK_LIKE or unit.paragraph.word_count > _FEW_WORDS:
        return False
    if not unit.short or not unit.text[0].isupper() or says("control", unit.text):
        return False
    above, below = units[i - 1], units[i + 1]
    return above.sentence and below.sentence and unit.paragraph.blank_before and below.paragraph.blank_before


def _is_numbered(units: Sequence[Unit], i: int, body: int, tail: int) -> bool:
    """Say whether a unit starts with a bare number that the unit before or after it counts on from."""
    number = _BARE_NUMBER.match(units[i].text)
    if number is None:
        return False
    near = [(k, _BARE_NUMBER.match(units[k].text)) for k in (i - 1, i + 1) if body <= k < tail]
    return any(other is not None and int(other[1]) - int(number[1]) == k - i for k, other in near)


def _is_row_of_links(unit: Unit) -> bool:
    """Say whether a line that is no row of a table is parted by upright bars."""
    return unit.paragraph.cells and "|" in unit.text and not unit.paragraph.ends


def _in_box(units: Sequence[Unit], i: int) -> bool:
    """Say whether a unit stands right below the heading of an advertisement or the like, as one group."""
    if i == 0 or units[i].paragraph.blank_before:
        return False
    return units[i - 1].paragraph.blank_before and says("box_head", units[i - 1].text)


def _asks(units: Sequence[Unit], i: int, tail: int) -> bool:
    """Say whether a question is the writer's or interviewer's own: said in passing, or answered in quotes."""
    text = units[i].text
    if not text.endswith("?") or units[i].quoted:
        return False
    return says("question", text) or (i + 1 < tail and units[i + 1].quoted and units[i + 1].sentence)


def _heads_text(units: Sequence[Unit], i: int, tail: int) -> bool:
    """Say whether running text follows, next to it or after furniture, a picture or another heading."""
    for unit in units[i + 1 : min(tail, i + 6)]:
        if unit.sentence or unit.paragraph.marker or unit.text.endswith(":"):
            return True
    return False


def _in_link_list(units: Sequence[Unit], i: int, body: int, tail: int) -> bool:
    """Three or more short lines in a row are links or tags, not headings."""
    first = last = i
    while first > body and i - first < _MANY_LINKS and _could_be_link(units[first - 1]):
        first -= 1
    while last + 1 < tail and last - i < _MANY_LINKS and _could_be_link(units[last + 1]):
        last += 1
    return last - first + 1 >= _MANY_LINKS


def _could_be_link(unit: Unit) -> bool:
    return unit.cue is Cue.TEXT and unit.short and not unit.paragraph.marker


def label_tail(units: Sequence[Unit], regions: Regions) -> list[Label]:
    """Label the units between the body and the comments."""
    labels: list[Label] = []
    adjacent = True
    for unit in units[regions.tail : regions.comments]:
        if unit.cue is Cue.SOURCE or (unit.cue is Cue.BYLINE and (adjacent or _states_date(unit))):
            labels.append(("byline", 0.8))
        elif unit.cue is Cue.CAPTION and adjacent:
            labels.append(("caption", 0.8))
        else:
            labels.append(("boilerplate", 0.9))
            adjacent = adjacent and unit.cue in {Cue.SHARE, Cue.INLINE}
    return labels


def _states_date(unit: Unit) -> bool:
    """Say whether a line below the article says in words that its date is the page's own."""
    low = fold(unit.text).lower()
    return unit.dated and low.startswith(
        ("last updated", "published", "first published", "updated", "posted on")
    )


def make_blocks(units: Sequence[Unit], labels: Sequence[Label]) -> list[Block]:
    """Make one block of each paragraph; the rows of a table are one block together."""
    blocks: list[Block] = []
    for unit, (label, score) in zip(units, labels, strict=True):
        paragraph = unit.paragraph
        if label == "table" and blocks and blocks[-1].label == "table":
            blocks[-1] = blocks[-1].model_copy(update={"end": paragraph.end})
        else:
            blocks.append(Block(start=paragraph.start, end=paragraph.end, label=label, score=score))
    return blocks
