"""What speaks for a grade: cues around a grade word, with scores (words in data/rating_cues.json)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ofsight.register import load_register
from ofsight.values.patterns import any_of, read_words

_WORDS: Final = read_words(Path(__file__).parent / "data" / "rating_cues.json")
_OPENING: Final = "'\"“‘"
_CLOSING: Final = "'\"”’"


def _any(name: str) -> str:
    return any_of(_WORDS[name])


_QUOTE = "['\"“”‘’]"
_IMPROVE = r"requir(?:es?|ed|ing)\s+improvement"
GRADE: Final = re.compile(
    rf"(?<![\w-])(?:{_IMPROVE}(?:\s+to\s+be\s+good)?|outstanding|good|inadequate|adequate|poor"
    r"|perform(?:s|ed|ing)?\s+well)(?!\w)",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(rf"(?i){_QUOTE}*\s*(?:[.,;:)–—-]|$|\||{_any('clause_goes_on_with')}\b)")
_ADJECTIVE: Final = re.compile(rf"\s+{_any('nouns_that_follow_an_adjective')}\b")

# "rated inadequate", "a rating of good"
_STRONG_BEFORE: Final = re.compile(
    rf"(?i)\b(?:{_any('verbs_of_rating')}|{_any('nouns_before')}"
    r"(?:\s+(?:of|is|was|as|were|remains?|from|to|for\s+\w+))?)"
    rf"(?:\s+{_any('between_cue_and_grade')}|\s*[:(])*\s*{_QUOTE}?$"
)
# "rated its children's services as inadequate", "judged the authority to be good"
_OBJECT_BEFORE: Final = re.compile(
    rf"(?i)\b{_any('verbs_of_rating')}\b[^.;]{{1,90}}?\s(?:as|to\s+be)"
    rf"(?:\s+(?:an?|overall|only|now|still|both|either))?\s*{_QUOTE}?$"
)
# "rated the council inadequate"
_OBJECT_DIRECT: Final = re.compile(
    r"(?i)\b(?:rated|graded|judged|branded|declared|labelled|rates|judges)\b(?:\s+[\w'’-]+){1,6}\s+"
    rf"{_QUOTE}?$"
)
# "judged that services were inadequate"
_THAT_BEFORE: Final = re.compile(
    rf"(?i)\b(?:judged|ruled|concluded|declared)\s+that\b[^.;]{{1,90}}?\s(?:is|are|was|were)(?:\s+now)?\s*{_QUOTE}?$"
)
# "found services for looked after children to be adequate"
_FOUND_WHOLE: Final = re.compile(
    r"(?i)\bfound\b[^.;]{0,60}\b(?:services?|council|authority|safeguarding)\b[^.;]{0,60}\sto\s+be\s*"
    rf"{_QUOTE}?$"
)
_FOUND_BEFORE: Final = re.compile(
    rf"(?i)\b(?:been|was|were|services|council)\s+(?:found|deemed|assessed)(?:\s+to\s+be|\s+as)?\s*{_QUOTE}?$"
)
_GAINED_BEFORE: Final = re.compile(
    rf"(?i)\b{_any('verbs_of_gaining')}(?:\s+(?:an?|its|their|the))?\s*{_QUOTE}?$"
)
_MOVED_BEFORE: Final = re.compile(
    rf"(?i)\b{_any('verbs_of_moving')}(?:\s+\w+){{0,3}}?\s+(?:from|to|of|out\s+of)"
    rf"(?:\s+(?:an?|being|being\s+rated|overall|be))?\s*{_QUOTE}?$"
)
_FROM_BEFORE: Final = re.compile(rf"(?i)\b(?:from|between)(?:\s+(?:an?|being|overall))?\s*{_QUOTE}?$")
_VARIES: Final = re.compile(r"(?i)\b(?:var(?:y|ies|ied|iable)|rang(?:e|es|ed|ing))\b[^.;]*$")
_TO_AFTER: Final = re.compile(
    rf"(?i){_QUOTE}?(?:\s+(?:rating|grade|overall|in\s+\d{{4}}))?\s+(?:to|and)\s+(?:an?\s+|being\s+)?"
    rf"{_QUOTE}?(?:outstanding|good|inadequate|{_IMPROVE}|adequate|poor)\b"
)
_NOUN_AFTER: Final = re.compile(
    rf"(?i){_QUOTE}?(?:\s+|-)(?:overall\s+|Ofsted\s+|and\s+improving\s+)?{_any('nouns_after')}\b"
)
_BETTER_AFTER: Final = re.compile(
    rf"(?i){_QUOTE}?\s+{_any('nouns_after_weak')}\b(?!\s+(?:progress|outcomes|quality|practice))"
)
_PROVIDES_BEFORE: Final = re.compile(
    r"(?i)\b(?:provid|deliver|offer|runn?)(?:e|es|ed|ing|s)?\s+(?:consistently\s+)?$"
)
_SERVICES_AFTER: Final = re.compile(r"\s+(?:children's\s+)?services\b(?!\s+(?:that|which|such))")
_RECEIVES_BEFORE: Final = re.compile(
    r"(?i)\b(?:receive|receives|received|get|getting)\s+(?:consistently\s+)?$"
)
_SERVICES_END_AFTER: Final = re.compile(r"\s+services\s*[.,;]")
_PART_BEFORE: Final = re.compile(rf"(?i)\b{_any('part_subjects')}\s+(?:also\s+|often\s+)?$")

# Services or a judged area as a whole, as the subject of the clause that ends in the grade.
_SUBJECT = re.compile(
    rf"\b(?:(?i:{_any('whole_subjects')})|[A-Z]\w+\s+(?:[Cc]ity\s+|[Cc]ounty\s+|[Bb]orough\s+)*[Cc]ouncil)\b"
)
_SUBJECT_OPENS = re.compile(
    r"(?:^|[.:;,–]\s|\b(?:that|and|but|because|while|where|as|although|when|since|if|so|which|children's)\s)\s*(?:In\s+)?"
    rf"(?:(?i:{_any('words_of_a_noun_phrase')}|\d+\.)\s+|[A-Z][\w'’-]*\s+|(?:council|authority)'s\s+){{0,8}}$"
)
_QUALIFIED = rf"(?:'s?)?(?:\s*\([A-Z]+\))?(?:\s+{_any('subject_goes_on_with')}\b[^.;:]{{0,150}}?)?"
_IS: Final = re.compile(
    rf"{_QUALIFIED}\s+(?:{_any('copulas')}|continues?\s+to\s+be|continued\s+to\s+be)"
    rf"(?:\s+{_any('adverbs')},?){{0,5}}\s*{_QUOTE}?$"
)
_NAME_IS: Final = re.compile(
    r"(?P<name>[A-Z][\w'-]+(?:\s+(?:(?:and|upon|of|on)\s+)?[A-Z][\w'-]+)*)(?:,[^,.;]{1,40},)?"
    rf"\s+{_any('copulas')}(?:\s+{_any('adverbs')},?){{0,3}}\s*{_QUOTE}?$"
)
_ONCE_BEFORE: Final = re.compile(rf"(?i)\b(?:once|formerly|previously|currently)\s+{_QUOTE}?$")
_REQUIRES: Final = re.compile(rf"{_QUALIFIED}(?:\s+(?:still|also|now|currently))?\s+$")
_THAT_IT: Final = re.compile(r"\bthat\s+(?:it|they)(?:\s+(?:still|is|are|was|were))?\s+$")

_JUDGEMENT: Final = re.compile(r"(?i)\bjudge?ment\b")

_AREA: Final = re.compile(rf"(?i)\b(?:{_WORDS['areas']})")
_COLON: Final = re.compile(rf"\s*[:–—-]\s*{_QUOTE}?$")
_FINAL: Final = re.compile(rf"{_QUOTE}?[\s.]*$")
_SENTENCE_OPENS: Final = re.compile(r"[.:;!?]\s*$|[“\"‘']$")
JOINED: Final = re.compile(
    rf"{_QUOTE}?(?:\s+overall|\s+(?:for|in)\s+[^,.;]{{1,45}})?,?\s*(?:{_any('joins')}|/|,)\s*"
    rf"(?:(?:{_any('between_joined_grades')}|in\s+\d{{4}})\s+){{0,2}}{_QUOTE}?"
)
"""What may stand between two grades of which one decides for both ("good or outstanding")."""


@dataclass(frozen=True, slots=True)
class GradePlace:
    """A grade word with the text around it inside its unit.

    ``label`` is that of its block, ``kind`` that of the document; ``marks`` are the characters right before
    and after the word as ingested, where curly quotation marks still differ from apostrophes.
    """

    surface: str
    before: str
    after: str
    label: str
    kind: str | None
    marks: tuple[str, str]

    @property
    def word(self) -> str:
        """The grade word in lower case, single spaces."""
        return " ".join(self.surface.lower().split())

    @property
    def old_scale(self) -> bool:
        """Whether it is a grade only of scales before 2013 and an ordinary adjective since."""
        return self.word in {"adequate", "poor"} or self.word.startswith("perform")

    @property
    def ends_clause(self) -> bool:
        """Whether no noun follows, so that the word is not an attribute of one."""
        return _CLAUSE_END.match(self.after) is not None

    @property
    def opens(self) -> bool:
        """Whether it is the first word of its unit."""
        return not self.before.strip()


def _verb_or_noun_before(place: GradePlace) -> bool:
    return _STRONG_BEFORE.search(place.before) is not None and not _ADJECTIVE.match(place.after)


def _object_between(place: GradePlace) -> bool:
    if not place.ends_clause:
        return False
    patterns = (_OBJECT_BEFORE, _OBJECT_DIRECT, _THAT_BEFORE, _FOUND_WHOLE)
    return any(pattern.search(place.before) for pattern in patterns)


def _area_and_colon(place: GradePlace) -> bool:
    ends = _FINAL.fullmatch(place.after) and _COLON.search(place.before)
    return bool(ends and _AREA.search(place.before))


def _ends_heading(place: GradePlace) -> bool:
    heading = place.label in {"subheading", "headline", "list_item"} and _FINAL.fullmatch(place.after)
    return bool(heading and (place.opens or _AREA.search(place.before)))


def _alone_in_quotes(place: GradePlace) -> bool:
    before, after = place.marks
    closed = after in _CLOSING or re.match(r"[.,]['\"”’]", place.after)
    return bool(before and after and before in _OPENING and closed)


def _capital(place: GradePlace) -> bool:
    if not place.surface[0].isupper() or place.opens or place.label == "headline":
        return False
    return not (_SENTENCE_OPENS.search(place.before) or re.match(r"\s+[A-Z]", place.after))


def _gained_or_moved(place: GradePlace) -> bool:
    if not place.ends_clause:
        return False
    return bool(_GAINED_BEFORE.search(place.before) or _MOVED_BEFORE.search(place.before))


def _from_and_to(place: GradePlace) -> bool:
    if not _FROM_BEFORE.search(place.before) or _VARIES.search(place.before):
        return False
    return _TO_AFTER.match(place.after) is not None


def _found(place: GradePlace) -> bool:
    if place.word != "inadequate" or place.kind == "report" or not place.ends_clause:
        return False
    return _FOUND_BEFORE.search(place.before) is not None


def _of_the_whole(place: GradePlace) -> bool:
    improvement = place.word.startswith("requir")
    if not improvement and not place.ends_clause:
        return False
    if _THAT_IT.search(place.before) and (improvement or _JUDGEMENT.search(place.before)):
        return True
    for subject in _SUBJECT.finditer(place.before):
        if _SUBJECT_OPENS.search(place.before, 0, subject.start()):
            rest = subject.end()
            if _IS.match(place.before, rest) or (improvement and _REQUIRES.match(place.before, rest)):
                return True
    return False


def _place_is(place: GradePlace) -> bool:
    """Accept "Torbay is good", where the subject is the name of an authority, and "once inadequate"."""
    if not place.ends_clause:
        return False
    if place.word == "inadequate" and _ONCE_BEFORE.search(place.before):
        return True
    named = _NAME_IS.search(place.before)
    return named is not None and bool(load_register().candidates(named["name"]))


def _services_provided(place: GradePlace) -> bool:
    if _RECEIVES_BEFORE.search(place.before) and _SERVICES_END_AFTER.match(place.after):
        return True
    provided = place.word in {"outstanding", "good"} and _PROVIDES_BEFORE.search(place.before)
    return bool(provided and _SERVICES_AFTER.match(place.after))


def _improvement_in_news(place: GradePlace) -> bool:
    grade = place.word == "requires improvement" and place.kind != "report"
    return grade and not _PART_BEFORE.search(place.before)


def _in_table(place: GradePlace) -> bool:
    return place.label == "table" and place.surface[0].isupper()


_ANY_SCALE: Final[tuple[tuple[float, Callable[[GradePlace], bool]], ...]] = (
    (0.95, _in_table),
    (0.95, lambda place: place.word.endswith("to be good")),
    (0.95, _verb_or_noun_before),
    (0.95, _area_and_colon),
    (0.85, _object_between),
    (0.75, _ends_heading),
)
_PRESENT_SCALE: Final[tuple[tuple[float, Callable[[GradePlace], bool]], ...]] = (
    (0.9, _from_and_to),
    (0.85, _alone_in_quotes),
    (0.85, lambda place: _NOUN_AFTER.match(place.after) is not None),
    (0.8, _of_the_whole),
    (0.75, _capital),
    (0.7, _gained_or_moved),
    (0.7, _place_is),
    (0.6, _found),
    (0.6, _services_provided),
    (0.6, _improvement_in_news),
    (0.55, lambda place: _BETTER_AFTER.match(place.after) is not None),
)


def grade_score(place: GradePlace) -> float:
    """Return how sure the word is a grade of the regulator's scale: the score of its best cue, else 0."""
    score = next((score for score, holds in _ANY_SCALE if holds(place)), 0.0)
    if score or place.old_scale:
        return score
    return next((score for score, holds in _PRESENT_SCALE if holds(place)), 0.0)
