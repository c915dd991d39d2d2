"""Which words of the scale in running text are judgements: "was judged to be good", not "good practice"."""

from __future__ import annotations

import re
from typing import NamedTuple

from .grades import GRADE, grade_value


class Grade(NamedTuple):
    """A word of the scale, ``text[start:end]``, with its value."""

    start: int
    end: int
    rating: str


_GRADED = r"(?:judged|found|rated|graded|deemed|assessed|considered)"
_QUOTE = r"['\"“”]*\s*"
_AS = r"(?:(?:to\s+be|as(?:\s+being)?)\s+)"
_SAID_OF = (
    # "was judged to be", "were found to", "has been rated", "was considered to have been"
    rf"(?:was|were|been|being)\s+(?:\w+ly\s+|first\s+|also\s+|then\s+|still\s+|again\s+)*(?:{_GRADED}\s+)?"
    r"(?:by\s+(?:Ofsted|inspectors)\s+)?(?:overall\s+)?(?:(?:to|as)\s+)?"
    r"(?:be\s+|being\s+|have\s+been\s+|still\s+)*(?:overall\s+)?"
    # "judged the service as", "judged overall effectiveness of ... to be"
    r"|(?:judged|found|rated|graded)\s+(?!to\b|as\b)[^.;]{2,120}?\s(?:to\s+be|as(?:\s+being)?|to)\s+"
    r"(?:be\s+|overall\s+)*"
    # "was inspected in 2016 and judged to be", "was that they", "previously judged"
    rf"|inspected\b[^.;]{{0,60}}\band\s+(?:judged|rated|graded)\s+{_AS}?"
    r"|was\s+that\s+(?:it|they)\s+(?:was\s+|were\s+)?"
    rf"|previously\s+(?:judged|rated|graded)\s+{_AS}?"
    r"|(?:judge?ments?|ratings?|grades?)\s+(?:of|was|were|as)\s+|no\s+longer\s+"
)
_ENDS = (  # what may follow: an adjective before a noun ("had been good responses") is none
    r"(?=['\"”]*\s*(?:$|[.,;:)(–—-]|(?:overall|for|in|at|by|and|or|but|on|across|when|while|with|during"
    r"|following|after|since|as|because|from|under|previously|then|despite|although|though)\b))"
)
_JUDGED = re.compile(rf"(?:{_SAID_OF}){_QUOTE}(?P<grade>{GRADE}){_ENDS}", re.I)
_SAME_AS_BEFORE = re.compile(
    rf"(?P<grade>{GRADE}),?\s+as\s+(?:was\s+the\s+case|(?:it|they)\s+(?:was|were))\s+(?:at|in)\b", re.I
)
_ATTRIBUTE = re.compile(
    rf"(?:previous(?:ly)?|last|earlier|(?:19|20)\d\d)\s+{_QUOTE}(?P<grade>{GRADE}){_QUOTE}\s*"
    r"(?:[\w-]+\s+){0,2}(?:judge?ment|rating|grade|inspection)\b",
    re.I,
)
_LIST_ROW = re.compile(rf":\s*{_QUOTE}(?P<grade>{GRADE}){_QUOTE}[.;]?\s*$", re.I)
_GOES_ON = (  # after another grade only: "good overall, but outstanding in ...", "and leadership as good"
    re.compile(rf"(?:,|\band|\bbut|\bwith)\s+{_QUOTE}(?P<grade>{GRADE}){_QUOTE}\s*(?:for|in|across)\b", re.I),
    re.compile(
        rf"\b(?:(?:judged|rated|graded)\s+|and\s[^.;,]{{3,60}}\s(?=as\s)){_AS}?{_QUOTE}(?P<grade>{GRADE}){_ENDS}",
        re.I,
    ),
)
_NEWS = (  # what news says and reports do not: "falls to inadequate", "good overall", "graded it good"
    re.compile(
        rf"(?P<grade>{GRADE})['\"”]?\s+(?:overall\b|for\s+(?:both\s+|its\s+|the\s+|their\s+)?(?:leadership|leaders|help\s+and"
        r"|help,|children\s+(?:in|looked|who)|care\s+leavers|looked[\s-]after|adoption|safeguarding|child\s+protection))",
        re.I,
    ),
    re.compile(
        r"\b(?:rated|rates|graded|grades|judged|judges|marked|declared|declares|branded|deemed)\s+"
        rf"(?:[^.;:,]{{2,60}}?\s)??{_AS}?{_QUOTE}(?P<grade>{GRADE}){_ENDS}",
        re.I,
    ),
    re.compile(
        r"\b(?:falls?|fell|fallen|drop(?:s|ped)?|slip(?:s|ped)?|slides?|slid|climb(?:s|ed)?|rises?|rose|risen|mov(?:es|ed)"
        r"|lift(?:s|ed)|rais(?:es|ed)|upgraded|downgraded|improved|promoted|relegated|taken|takes|took)\b"
        rf"[^.;:,]{{0,60}}?\s(?:from|to|out\s+of)\s+(?:an?\s+)?{_QUOTE}(?P<grade>{GRADE}){_ENDS}",
        re.I,
    ),
    re.compile(
        rf"\b(?:is|are|remains?|stays?)\s+(?:now|still|again|no\s+longer)\s+{_QUOTE}(?P<grade>{GRADE}){_ENDS}",
        re.I,
    ),
)
_ANY_GRADE = re.compile(r"outstanding|good|inadequate|adequate|poor|improvement", re.I)
_HINT = re.compile(
    rf"\b(?:{_GRADED}|judge?ments?|ratings?|grades?|was|were|longer)\b|:\s*{_QUOTE}{GRADE}", re.I
)
_NEWS_HINT = re.compile(
    r"\b(?:overall|for|rate[sd]|grade[sd]|judge[sd]|marked|declare[sd]|branded|deemed|to|from|out\s+of|is|are|remains?|stays?)\b",
    re.I,
)
_POOR = re.compile(r"\b(?:judged|rated|graded)\b", re.I)


def find_judged_grades(text: str, start: int, end: int) -> list[Grade]:
    """Return the grades that a sentence says something was judged to have.

    Parameters
    ----------
    text : str
        Folded text: straight apostrophes, line breaks as spaces.
    start, end : int
        The sentence.

    Returns
    -------
    list of Grade
        In order of position.
    """
    if not _ANY_GRADE.search(text, start, end) or not _HINT.search(text, start, end):
        return []
    found: dict[int, Grade] = {}
    for pattern in (_JUDGED, _ATTRIBUTE, _LIST_ROW, _SAME_AS_BEFORE, *_GOES_ON):
        if pattern in _GOES_ON and not found:
            break
        for match in pattern.finditer(text, start, end):
            grade = Grade(match.start("grade"), match.end("grade"), grade_value(match["grade"]))
            if grade.rating != "poor" or _POOR.search(match.group()):
                found[grade.start] = grade
    return [found[position] for position in sorted(found)]


def find_news_grades(text: str, start: int, end: int) -> list[Grade]:
    """Return the grades that a sentence of an article states, whatever else says that they are mentions.

    Parameters and result as for :func:`find_judged_grades`, whose grades are among them.
    """
    if not _ANY_GRADE.search(text, start, end) or not _NEWS_HINT.search(text, start, end):
        return []
    found = {grade.start: grade for grade in find_judged_grades(text, start, end)}
    for pattern in _NEWS:
        for match in pattern.finditer(text, start, end):
            grade = Grade(match.start("grade"), match.end("grade"), grade_value(match["grade"]))
            if grade.rating != "poor":
                found.setdefault(grade.start, grade)
    return [found[position] for position in sorted(found)]
