"""INSPECTION mentions: an inspection, visit or review by a regulator (codebook section 3, readings 3 and 16)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from ofsight.reading import Mention
from ofsight.values.patterns import any_of

from .context import RuleContext

_WORDS: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "inspection_words.json").read_text(encoding="utf-8")
)


def _any(name: str) -> str:
    return any_of(_WORDS[name])


_TYPE = rf"(?:{_any('types')}(?:\s*\([A-Z]{{3,6}}\))?)"
_INSPECTION = rf"(?P<typed>(?:{_TYPE}[\s-]+(?:and\s+)?)*(?:{_TYPE}\s+{_any('infixes')}\s+)?)(?P<head>re-?inspections?|inspections?|visits?)\b"
_HEADED: Final = re.compile(
    rf"(?<![\w-])(?:{_INSPECTION}|(?P<abbreviation>JTAIs?)\b)(?![\w-])", re.IGNORECASE
)
_REVIEW: Final = re.compile(
    r"(?P<title>\b[Rr]eview(?=\s+of\s+the\s+effectiveness\s+of\s+the\s+(?:[Ll]ocal\s+[Ss]afeguarding|LSCB)))"
    r"|(?<=\bOfsted\s)(?:thematic\s+|progress\s+)?review\b|(?<=\bOfsted's\s)(?:thematic\s+|progress\s+)?review\b|\breview(?=\s+by\s+(?:Ofsted|the\s+(?:regulator|inspectorate)))"
)
_MODIFIES: Final = re.compile(rf"(?i)\s+{_any('modified')}(?![\w'])")
_ACT_NEAR: Final = re.compile(r"\bEducation\s+and\s+$")
_VERB_BEFORE: Final = re.compile(
    r"(?i)\b(?:to|will|can|could|may|might|should|would|must|not|they|we|you|I|who|often|regularly|always|workers|advisers|staff|officers|IROs|also|inspectors|please|managers|parents|families|carers|councillors|members|licence,|information)\s+$"
)
_REGULATOR: Final = re.compile(
    r"(?i)\b(?:ofsted|inspect(?:or|ors|orate|ion|ions)|regulator|watchdog|HMI|CQC)\b"
)
_VISIT_BEFORE: Final = re.compile(
    rf"(?i)\b(?:{_any('visit_cues_before')}|(?:the|its|their|that|last|previous|earlier|first|second|third|fourth|fifth|sixth|next|recent|final|initial|a|two|three|four|further|another|(?:19|20)\d\d|"
    r"January|February|March|April|May|June|July|August|September|October|November|December))\s+$"
)
_SURE_VISIT_BEFORE: Final = re.compile(rf"(?i)\b{_any('visit_cues_before')}\s+$")
_FAMILY_VISIT: Final = re.compile(
    r"(?i)\s+(?:to\s+(?:the\s+|their\s+|a\s+|see\s+|his\s+|her\s+|all\s+|some\s+|these\s+)?(?:child|famil|home|parent|school|young|placement|sibling|house|care\s+leaver|front|team|taxi|prison|contact)"
    r"|with\s+(?:their|parents|famil)|by\s+(?:a\s+|their\s+|the\s+)?(?:social|health|personal|independent|worker))"
)
_TO_AUTHORITY: Final = re.compile(
    r"\s+(?:to|of|at)\s+(?:the\s+)?(?:[A-Z]|council|authority|local\s+authority|children's\s+services|borough|struggling)|\s+to\s+an?\s+(?:[\w-]+\s+)?(?:council|authority)|\s+by\s+(?:Ofsted|inspectors|the\s+(?:regulator|inspectorate))"
)
_STEMS: Final = ("inspect", "visit", "jtai", "review")
_SCORE = 0.9


def _is_visit(context: RuleContext, match: re.Match[str], unit: tuple[int, int], letter: bool) -> bool:
    """Say whether a bare "visit" is a regulator's; social workers visit too."""
    before = context.text[max(unit[0], match.start() - 40) : match.start()]
    after = context.text[match.end() : min(unit[1], match.end() + 40)]
    if _VERB_BEFORE.search(before) or _FAMILY_VISIT.match(after):
        return False
    plural = match["head"].lower().endswith("s")
    if _SURE_VISIT_BEFORE.search(before) and (not plural or _REGULATOR.search(before)):
        return True
    if _TO_AUTHORITY.match(after):
        return True
    if plural:
        return False
    if not _VISIT_BEFORE.search(before):
        return False
    return letter or _REGULATOR.search(context.text, *unit) is not None


def _is_letter(context: RuleContext) -> bool:
    """Say whether the document is about a visit by the regulator, so that "the visit" means that one."""
    return re.search(r"(?i)\b(?:focus+ed|monitoring|review|assurance)\s+visit\b", context.text) is not None


def find_inspections(context: RuleContext) -> list[Mention]:
    """Find inspections, visits and reviews by regulators."""
    letter = _is_letter(context)
    found: list[Mention] = []
    for unit in context.units:
        folded = context.text[slice(*unit)].lower()
        if not any(stem in folded for stem in _STEMS):
            continue
        for match in _HEADED.finditer(context.text, *unit):
            if _accept(context, match, unit, letter):
                found.append(Mention(match.start(), match.end(), "INSPECTION", _SCORE))
        found.extend(Mention(*m.span(), "INSPECTION", 0.8) for m in _REVIEW.finditer(context.text, *unit))
    return found


def _accept(context: RuleContext, match: re.Match[str], unit: tuple[int, int], letter: bool) -> bool:
    if match["abbreviation"]:
        return _MODIFIES.match(context.text, match.end(), unit[1]) is None
    if _MODIFIES.match(context.text, match.end(), unit[1]):
        return False
    before = context.text[max(unit[0], match.start() - 15) : match.start()]
    head = match["head"].lower()
    if head.startswith("visit"):
        typed = match["typed"].lower()
        if re.search(
            r"focus+ed|monitoring|review|assurance|unannounced|full|pilot|follow|progress",
            typed,
        ) and not (
            re.search(r"monitoring|unannounced|statutory|full|follow|progress", typed)
            and (_FAMILY_VISIT.match(context.text, match.end(), unit[1]) or _of_workers(context, match, unit))
        ):
            return True
        return not typed and _is_visit(context, match, unit, letter)
    return _ACT_NEAR.search(before) is None


_WORKERS: Final = re.compile(
    r"(?i)\b(?:social\s+workers?|home|announced|child(?:ren)?'s\s+homes?|regulation\s+44|statutory|providers?|placements?)\b"
)


def _of_workers(context: RuleContext, match: re.Match[str], unit: tuple[int, int]) -> bool:
    """Say whether "monitoring visits" and "unannounced visits" are those of social workers or the council."""
    around = context.text[max(unit[0], match.start() - 60) : min(unit[1], match.end() + 40)]
    return _WORKERS.search(around) is not None and _REGULATOR.search(around) is None
