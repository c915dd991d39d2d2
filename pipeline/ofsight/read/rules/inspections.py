"""INSPECTION mentions: an inspection, visit or review by a regulator (codebook readings 3 and 16)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from ofsight.reading import Mention
from ofsight.values.patterns import any_of, read_words

from .context import RuleContext

_WORDS: Final = read_words(Path(__file__).parent / "data" / "inspection_words.json")


def _any(name: str) -> str:
    return any_of(_WORDS[name])


_TYPE = rf"(?:{_any('types')}(?:\s*\([A-Z]{{3,6}}\))?)"
_HEADED: Final = re.compile(
    rf"(?<![\w-])(?:(?P<typed>(?:{_TYPE}[\s-]+(?:and\s+)?)*(?:{_TYPE}\s+{_any('infixes')}\s+)?)"
    r"(?P<head>re-?inspections?|inspections?|visits?)\b|(?P<abbreviation>JTAIs?)\b)(?![\w-])",
    re.IGNORECASE,
)
_REVIEW: Final = re.compile(
    r"\b[Rr]eview(?=\s+of\s+the\s+effectiveness\s+of\s+the\s+(?:[Ll]ocal\s+[Ss]afeguarding|LSCB))"
    r"|(?:(?<=\bOfsted\s)|(?<=\bOfsted's\s))(?:(?:thematic|progress)\s+)?review\b"
    r"|\breview(?=\s+by\s+(?:Ofsted|the\s+(?:regulator|inspectorate)))"
)
_MODIFIES: Final = re.compile(rf"(?i)\s+{_any('modified')}(?![\w'])")
_NAME_OF_ACT_BEFORE: Final = re.compile(r"\bEducation\s+and\s+$")
_REGULATOR: Final = re.compile(rf"(?i)\b{_any('regulators')}\b")
_VERB_BEFORE: Final = re.compile(rf"(?i)\b{_any('before_the_verb_to_visit')}\s+$")
_VISIT_BEFORE: Final = re.compile(rf"(?i)\b(?:{_any('before_a_visit')}|(?:19|20)\d\d)\s+$")
_SURE_VISIT_BEFORE: Final = re.compile(rf"(?i)\b{_any('visit_cues_before')}\s+$")
_TYPED_VISIT: Final = re.compile(rf"(?i){_any('typed_visits')}")
_WORKERS_VISIT_TOO: Final = re.compile(rf"(?i){_any('typed_visits_of_workers_too')}")
_WORKERS: Final = re.compile(rf"(?i)\b{_any('workers')}\b")
_FAMILY_AFTER: Final = re.compile(
    r"(?i)\s+(?:to\s+(?:(?:the|their|a|see|his|her|all|some|these)\s+)?"
    rf"{_any('visited_by_workers')}|with\s+(?:their|parents|famil)"
    r"|by\s+(?:(?:a|their|the)\s+)?(?:social|health|personal|independent|worker))"
)
_AUTHORITY_AFTER: Final = re.compile(
    r"\s+(?:to|of|at)\s+(?:the\s+)?(?:[A-Z]|council|authority|local\s+authority|children's\s+services|borough)"
    r"|\s+to\s+an?\s+(?:[\w-]+\s+)?(?:council|authority)"
    r"|\s+by\s+(?:Ofsted|inspectors|the\s+(?:regulator|inspectorate))"
)
_ABOUT_A_VISIT: Final = re.compile(r"(?i)\b(?:focus+ed|monitoring|review|assurance)\s+visit\b")
_STEMS: Final = ("inspect", "visit", "jtai", "review")
_SCORE = 0.9
_SCORE_OF_REVIEW = 0.8
_REACH = 40


def find_inspections(context: RuleContext) -> list[Mention]:
    """Find inspections, visits and reviews by regulators."""
    finder = _Finder(context)
    found: list[Mention] = []
    for unit in context.units:
        folded = context.text[slice(*unit)].lower()
        if not any(stem in folded for stem in _STEMS):
            continue
        for match in _HEADED.finditer(context.text, *unit):
            if finder.accepts(match, unit):
                found.append(Mention(*match.span(), "INSPECTION", _SCORE))
        found.extend(
            Mention(*match.span(), "INSPECTION", _SCORE_OF_REVIEW)
            for match in _REVIEW.finditer(context.text, *unit)
        )
    return found


class _Finder:
    """Tell a regulator's inspections and visits from those of others, within one document."""

    def __init__(self, context: RuleContext) -> None:
        self.text = context.text
        self.about_a_visit = _ABOUT_A_VISIT.search(context.text) is not None

    def accepts(self, match: re.Match[str], unit: tuple[int, int]) -> bool:
        """Say whether what was matched in a unit is a mention of an inspection."""
        if _MODIFIES.match(self.text, match.end(), unit[1]):
            return False
        before = self.text[max(unit[0], match.start() - _REACH) : match.start()]
        if match["abbreviation"] or not match["head"].lower().startswith("visit"):
            return _NAME_OF_ACT_BEFORE.search(before) is None
        if match["typed"]:
            return self._is_typed_visit(match, unit)
        return self._is_visit(match, unit, before)

    def _is_typed_visit(self, match: re.Match[str], unit: tuple[int, int]) -> bool:
        """Say whether "monitoring visit", "unannounced visit" are a regulator's: councils make them too."""
        if not _TYPED_VISIT.search(match["typed"]):
            return False
        if not _WORKERS_VISIT_TOO.search(match["typed"]):
            return True
        around = self.text[max(unit[0], match.start() - 60) : min(unit[1], match.end() + _REACH)]
        of_workers = _WORKERS.search(around) is not None and _REGULATOR.search(around) is None
        return not (of_workers or _FAMILY_AFTER.match(self.text, match.end(), unit[1]))

    def _is_visit(self, match: re.Match[str], unit: tuple[int, int], before: str) -> bool:
        """Say whether a bare "visit" is a regulator's; social workers visit too."""
        if _VERB_BEFORE.search(before) or _FAMILY_AFTER.match(self.text, match.end(), unit[1]):
            return False
        plural = match["head"].lower().endswith("s")
        if _SURE_VISIT_BEFORE.search(before) and (not plural or _REGULATOR.search(before)):
            return True
        if _AUTHORITY_AFTER.match(self.text, match.end(), unit[1]):
            return True
        if plural or not _VISIT_BEFORE.search(before):
            return False
        return self.about_a_visit or _REGULATOR.search(self.text, *unit) is not None
