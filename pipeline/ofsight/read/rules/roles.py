"""ROLE mentions: the job title of a single person (codebook section 3, readings 19 and 24)."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

from ofsight.reading import Mention
from ofsight.values.patterns import any_of, read_words

from .context import RuleContext
from .names import NAME_WORD, is_first_name

_WORDS: Final = read_words(Path(__file__).parent / "data" / "role_words.json")


def _any(words: list[str]) -> str:
    return any_of(word.lower() for word in words)


_GRADES = rf"(?:{_any(_WORDS['grades'])}(?:\s+and\s+(?={_any(_WORDS['grades'])}))?[\s-]+)*"
_SUBJECT_WORD = rf"(?:{_any(_WORDS['subject_words'])})(?![\w'])"
_GROUP_AFTER = rf"(?!\s+{_any(_WORDS['groups_after_a_subject'])}\b)"
_SUBJECT = (
    rf"{_SUBJECT_WORD}(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+|\s+|\s*/\s*){_SUBJECT_WORD})*{_GROUP_AFTER}"
)
_FIELD = rf"(?!and\b)(?:{_any(_WORDS['fields'])}\s+)+"
# Matched against text in lower case: patterns that ignore case are several times slower.
_ROLE: Final = re.compile(
    rf"(?<![\w-])(?:{_GRADES}(?:"
    rf"(?P<subject>{_any(_WORDS['posts_with_subject'])}\s+(?:of|for)\s+(?:the\s+)?{_SUBJECT})"
    rf"|(?P<comma>director,\s+{_SUBJECT}(?=\s*[,.)]|\s+at\b|\s*$))"
    rf"|(?P<head>head\s+of\s+(?:service|department)\b(?:\s+for\s+{_SUBJECT})?)"
    rf"|(?P<post>{_any(_WORDS['posts'])}))"
    rf"|(?P<field>{_FIELD}(?:director|lead\s+member|portfolio\s+holder|boss|chief|cabinet\s+member))"
    rf"|(?P<plain>{_any(_WORDS['plain_person_nouns'])}))(?![\w-])(?!'\w{{2}})"
)
_LOWER: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_CUED: Final = frozenset(word.lower() for word in _WORDS["posts_needing_a_cue"])
_TITLES: Final = frozenset(_WORDS["titles_before_a_name"])
_A_NAME_AFTER: Final = re.compile(rf"\s+{NAME_WORD}")
_NAME_AFTER: Final = re.compile(
    rf"\s*,?\s+(?:(?:Cllr|Councillor|Dr|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Baroness|Prof|Professor)\.?\s+)?(?P<first>{NAME_WORD})\s+(?:[A-Z]\.?\s+)?(?P<last>{NAME_WORD})"
)
_TITLED_NAME_AFTER: Final = re.compile(
    rf"\s*,?\s+(?:Cllr|Councillor|Dr|Mr|Mrs|Ms|Miss|Sir|Dame)\.?\s+{NAME_WORD}"
)
_NAME_BEFORE: Final = re.compile(
    rf"(?P<first>{NAME_WORD})\s+(?:[A-Z]\.?\s+)?{NAME_WORD},?\s+\(?(?:(?:an?|the|its|their|then)\s+)?(?:[A-Z]\w+(?:'s)?\s+){{0,3}}$"
)
_DETERMINER_BEFORE: Final = re.compile(rf"(?i)(?:\b{_any(_WORDS['determiners'])}|'s?)\s+$")
_OF_BODY: Final = re.compile(rf"(?i)\s+(?:of|at)\s+(?:the\s+)?(?:(?-i:[A-Z])|{_any(_WORDS['bodies_after'])})")
_VERB_BEFORE: Final = re.compile(r"(?i)\b(?:to|will|would|can|could|who|and|also|they|should)\s+$")
_HEALTH_BEFORE: Final = re.compile(rf"(?i)\b{_any(_WORDS['health_before'])}\s+$")
_COUNCIL_LEADER: Final = re.compile(r"(?i)^(?:deputy\s+)?council\s+(?=leader$)")
_PLURAL_BEFORE: Final = re.compile(
    r"(?i)\b(?:two|three|four|five|six|several|many|some|all|most|other|few|these|those|team)\s+$"
)
_PARTY: Final = re.compile(
    r"(?:Labour|Conservative|Tory|Liberal\s+Democrat|Lib\s+Dem|Green|Independent|Reform|majority|minority|party)\s+$"
)
_LAST_WORD: Final = re.compile(
    r"\s(?:leader|commissioner|mayor|chair|chairman|president|mp|chancellor|minister)$"
)
_SENIOR: Final = re.compile(
    r"(?:deputy|group|council|opposition|acting|interim|independent|co|vice|assistant|shadow|prime|improvement|police|children|education"
    r"|schools|safeguarding|care|early|elected|directly|metro|executive|joint|regional|national)"
)
_CAPITAL_COMMA: Final = re.compile(r"Director,\s+[A-Z]")
_TWO_CAPITALS_BEFORE: Final = re.compile(rf"{NAME_WORD}\s+{NAME_WORD},?\s+$")
_POSTS_AFTER: Final = re.compile(r"\s+(?:posts|roles|positions|level|vacancies)\b")
_FUNCTION_AFTER: Final = re.compile(rf"(?:\s*\([A-Z]+\)|\))?\s+{_any(_WORDS['functions_after'])}\b")
_LEADER_OF_PRACTICE: Final = re.compile(r"(?i)\b(?:team|practice|group|strong|political|an?)\s+$")
_THE_CHAIR: Final = re.compile(r"(?i)\b(?:the|its|new|independent)\s+$")
_SCORE = 0.88


class _Found:
    """A would-be role with the text around it."""

    def __init__(self, text: str, match: re.Match[str], unit: tuple[int, int]) -> None:
        self.text = text
        self.start, self.end = match.span()
        self.right = unit[1]
        self.form = match.lastgroup or ""
        self.before = text[max(unit[0], self.start - 60) : self.start]
        self.word = " ".join(match.group().lower().split())

    def is_title(self) -> bool:
        """Say whether it stands straight before a name as "Cllr" and "Dr" do: "Councillor Jane Birch"."""
        return self.word in _TITLES and _A_NAME_AFTER.match(self.text, self.end, self.right) is not None

    def named(self) -> bool:
        """Say whether a person's name stands next to it."""
        after = _NAME_AFTER.match(self.text, self.end, self.right)
        if after and is_first_name(after["first"]):
            return True
        if _TITLED_NAME_AFTER.match(self.text, self.end, self.right):
            return True
        before = _NAME_BEFORE.search(self.before)
        return before is not None and is_first_name(before["first"])

    def of_body(self) -> bool:
        return _OF_BODY.match(self.text, self.end, self.right) is not None


def _holder_of_letters(found: _Found) -> bool:
    """Accept "MP", "HMI" beside a name, and an abbreviation in brackets after the full title."""
    if found.word == "mp" and (
        _TWO_CAPITALS_BEFORE.search(found.before) or found.text.startswith(" for ", found.end)
    ):
        return True
    in_brackets = found.word in {"psw", "lado"} and found.before.endswith("(")
    return found.named() or in_brackets


def _leads_a_body(found: _Found) -> bool:
    """Accept "leader" and "mayor" of a council, a party or named; not "practice leader"."""
    if found.named() or _PARTY.search(found.before):
        return True
    if found.word == "mayor" and found.before.endswith("the "):
        return True
    return found.of_body() and not _LEADER_OF_PRACTICE.search(found.before)


def _chairs(found: _Found) -> bool:
    """Accept "chair", "president" as nouns, not "will chair"."""
    if found.word == "chair" and _VERB_BEFORE.search(found.before):
        return False
    if found.named() or found.of_body():
        return True
    return found.word != "president" and _THE_CHAIR.search(found.before) is not None


def _directs(found: _Found) -> bool:
    return found.named() or bool(_DETERMINER_BEFORE.search(found.before)) or found.before.endswith(", ")


def _commissions(found: _Found) -> bool:
    """Accept "commissioner" and "minister"; not who commissions health or placements."""
    return _HEALTH_BEFORE.search(found.before) is None and not found.before.endswith(" as ")


_CUED_WORDS: Final[dict[str, Callable[[_Found], bool]]] = {
    **dict.fromkeys(("commissioner", "minister"), _commissions),
    **dict.fromkeys(("hmi", "psw", "lado", "mp"), _holder_of_letters),
    **dict.fromkeys(("leader", "mayor"), _leads_a_body),
    **dict.fromkeys(("chair", "chairman", "president"), _chairs),
    **dict.fromkeys(("director", "designated officer"), _directs),
}


def _accept(found: _Found) -> bool:
    if _PLURAL_BEFORE.search(found.before) or _POSTS_AFTER.match(found.text, found.end, found.right):
        return False
    if "designated officer" in found.word or found.word == "lado":
        return _FUNCTION_AFTER.match(found.text, found.end, found.right) is None
    if found.form == "plain":
        return found.named() and not found.is_title()
    if found.form == "comma":
        return _CAPITAL_COMMA.search(found.text, found.start, found.end) is not None
    if found.word in _CUED:
        return _CUED_WORDS.get(found.word, _Found.named)(found)
    # "practice leader", "area commissioner": a grade before a word that is a post only in some surroundings.
    return not (_LAST_WORD.search(found.word) and not _SENIOR.match(found.word))


def find_roles(context: RuleContext) -> list[Mention]:
    """Find the job titles of single persons."""
    return list(_find(context.text, tuple(context.units)))


# The rule on officials asks for the roles of the same document again.
@lru_cache(maxsize=1)
def _find(text: str, units: tuple[tuple[int, int], ...]) -> tuple[Mention, ...]:
    mentions: list[Mention] = []
    lower = text.translate(_LOWER)
    for unit in units:
        for match in _ROLE.finditer(lower, *unit):
            found = _Found(text, match, unit)
            if not _accept(found):
                continue
            start = found.start
            council = _COUNCIL_LEADER.match(found.word)
            if (
                council
                and re.search(r"[A-Z][\w'-]+\s+$", found.before)
                and not re.fullmatch(r"\s*(?:The|A|New|Former)\s+", found.before)
            ):
                # In "Medway council leader" the council is a mention of its own.
                start = found.end - len("leader")
            mentions.append(Mention(start, found.end, "ROLE", _SCORE))
    return tuple(mentions)
