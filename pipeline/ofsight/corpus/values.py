"""Values and facts as annotators write them: short where the words leave no choice, explicit elsewhere.

Nothing here guesses. A value may be left out only where the words themselves are the value ("14 March 2024",
"£5.4m", "Halton council", "good"); relative dates, numbers in words and ambiguous names must be given.
"""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import Any

from ofsight.corpus.article import MarkedFinding
from ofsight.errors import CorpusError
from ofsight.record.labels import (
    AREAS,
    INSPECTION_VALUES,
    METRICS,
    POLARITIES,
    QUANTITY_UNITS,
    RATINGS,
    SOURCES,
    THEMES,
)
from ofsight.register import find_organisation, load_register
from ofsight.values.ratings import parse_rating

_GSS = re.compile(r"[ENSW]\d{8}")
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?")
_COUNCIL_WORDS = re.compile(
    r"\b(the|city|county|borough|metropolitan|district|council|london|royal|of|mbc|local authority)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<pound>£)?(?P<digits>\d[\d,]*(\.\d+)?)\s*(?P<scale>bn|billion|m|million|k)?"
    r"(?P<percent>\s*(%|per ?cent))?"
)
_SCALES = {
    None: 1,
    "k": 1_000,
    "m": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_INSPECTION_WORDS = {
    "focused visit": "focused_visit",
    "monitoring visit": "monitoring_visit",
    "full inspection": "full",
    "short inspection": "short",
    "joint targeted area inspection": "jtai",
    "jtai": "jtai",
    "sif inspection": "sif",
}
Value = str | int | float | None


def entity_value(label: str, words: str, given: str | None) -> tuple[Value, str | None]:  # noqa: PLR0911  # a table
    """Return the value and unit of an entity from its words and from what the annotator wrote after ``=``.

    Raises
    ------
    CorpusError
        When the value must be given and was not, or cannot be one of the label's values.
    """
    if given == "null":
        return None, None
    match label:
        case "COUNCIL":
            return _council(given or words), None
        case "ORGANISATION":
            return given or find_organisation(words), None
        case "OFFICIAL" | "ROLE":
            if given is not None:
                raise CorpusError(f"{label} {words!r} takes no value")
            return None, None
        case "RATING":
            rating = given or parse_rating(words) or words
            return _one_of(rating, RATINGS, f"rating {words!r}"), None
        case "INSPECTION":
            kind = given or _INSPECTION_WORDS.get(" ".join(words.lower().split()), "")
            return _one_of(kind, INSPECTION_VALUES, f"inspection {words!r}"), None
        case "DATE":
            return _date(words, given), None
        case "QUANTITY":
            return _quantity(words, given)
        case _:
            raise CorpusError(f"unknown label {label!r}")


def _one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    if value not in allowed:
        raise CorpusError(f"{what}: {value!r} is none of {', '.join(allowed)}")
    return value


@cache
def _codes_by_name() -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for authority in load_register():
        if not authority.childrens_services:
            continue
        for name in {authority.short_name, authority.official_name, *authority.names}:
            names.setdefault(_bare(name), set()).add(authority.code)
    return names


def _bare(name: str) -> str:
    folded = name.lower().replace("’", "'").replace("&", "and").replace("-", " ").replace(".", "")
    return " ".join(_COUNCIL_WORDS.sub(" ", folded).split())


def _council(name: str) -> str:
    name = " ".join(name.split())
    if _GSS.fullmatch(name):
        if load_register().by_code(name) is None:
            raise CorpusError(f"no authority has the code {name}")
        return name
    codes = _codes_by_name().get(_bare(name), set())
    if len(codes) != 1:
        found = (
            "several authorities: " + ", ".join(sorted(codes))
            if codes
            else "no authority with children's services"
        )
        raise CorpusError(f"{name!r} names {found}; give the GSS code after '='")
    return next(iter(codes))


def own_council(head: dict[str, str]) -> str | None:
    """Return the GSS code of the council an article is about by its head, None if it names none."""
    return _council(head["council"]) if "council" in head else None


def _date(words: str, given: str | None) -> str:
    if given is not None:
        if not _ISO.fullmatch(given):
            raise CorpusError(f"date {words!r}: {given!r} is no ISO date, month, year or start/end")
        return given
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", " ".join(words.split())).replace(",", "")
    if re.fullmatch(r"(19|20)\d\d", plain):
        return plain
    for form, iso in (
        ("%d %B %Y", "%Y-%m-%d"),
        ("%B %d %Y", "%Y-%m-%d"),
        ("%B %Y", "%Y-%m"),
        ("%d/%m/%Y", "%Y-%m-%d"),
    ):
        try:
            return datetime.datetime.strptime(plain, form).strftime(iso)
        except ValueError:
            continue
    raise CorpusError(f"date {words!r}: give its ISO value after '=' (or null)")


def _quantity(words: str, given: str | None) -> tuple[Value, str | None]:
    if given is not None:
        number, _, unit = given.strip().partition(" ")
        _one_of(unit, QUANTITY_UNITS, f"unit of {words!r}")
        return (None if number == "null" else _as_number(number)), unit
    found = list(_NUMBER.finditer(words))
    if len(found) != 1:
        raise CorpusError(f"quantity {words!r}: give 'value unit' after '='")
    match = found[0]
    value = _as_number(match["digits"].replace(",", ""))
    scale = _SCALES[match["scale"]]
    value = round(value * scale, 2)
    unit = "gbp" if match["pound"] else "percent" if match["percent"] else "count"
    return (int(value) if value == int(value) and unit != "percent" else _as_number(str(value))), unit


def _as_number(text: str) -> int | float:
    try:
        number = float(text)
    except ValueError as error:
        raise CorpusError(f"{text!r} is no number") from error
    return int(number) if number == int(number) else number


def parse_finding(text: str) -> MarkedFinding:
    """Parse a finding as annotators write it: ``themes; polarity; source[; councils]``.

    Raises
    ------
    CorpusError
        When a part is missing or not one of its labels.
    """
    parts = [part.strip() for part in text.split(";")]
    if len(parts) not in {3, 4}:
        raise CorpusError(f"a finding is 'themes; polarity; source[; councils]', found {text!r}")
    themes = tuple(sorted({_one_of(theme.strip(), THEMES, "theme") for theme in parts[0].split(",")}))
    polarity = _one_of(parts[1], POLARITIES, "polarity")
    source = _one_of(parts[2], SOURCES, "source")
    names = [name.strip() for name in parts[3].split(",") if name.strip()] if len(parts) == 4 else []
    return MarkedFinding(themes, polarity, source, tuple(sorted({_council(name) for name in names})))


def fact(words: list[str], own_council: str | None) -> dict[str, Any]:
    """Parse a fact line, already split into words.

    ``judgement AREA RATING [council=X] [date=ISO] [inspection=TYPE] [previous]``,
    ``role OFFICIAL ROLE [organisation=X]``,
    ``measure METRIC VALUE UNIT [council=X] [comparator=WORDS] [as_of=ISO]``.

    Raises
    ------
    CorpusError
        When a part is missing or not one of its labels.
    """
    plain = [word for word in words if "=" not in word]
    named = dict(word.split("=", 1) for word in words if "=" in word)
    council = named.pop("council", own_council)
    code = None if council in {None, "null"} else _council(str(council))
    match plain:
        case ["judgement", area, rating, *rest]:
            if rest not in ([], ["previous"]):
                raise CorpusError(f"judgement: unknown {rest}")
            parsed: dict[str, Any] = {
                "fact": "judgement",
                "council": code,
                "area": _one_of(area, AREAS, "area"),
                "rating": _one_of(rating, RATINGS, "rating"),
                "previous": bool(rest),
                "date": named.pop("date", None),
                "inspection": named.pop("inspection", None),
            }
        case ["role", official, role]:
            body = named.pop("organisation", None)
            if body is not None and body not in _known_bodies():
                body = _council(body)
            parsed = {"fact": "role", "official": official, "role": role, "organisation": body}
        case ["measure", metric, value, unit]:
            parsed = {
                "fact": "measure",
                "council": code,
                "metric": _one_of(metric, METRICS, "metric"),
                "value": _as_number(value),
                "unit": _one_of(unit, QUANTITY_UNITS, "unit"),
                "comparator": named.pop("comparator", None),
                "as_of": named.pop("as_of", None),
            }
        case _:
            raise CorpusError(
                "a fact is 'judgement AREA RATING', 'role NAME ROLE' or 'measure METRIC VALUE UNIT'"
            )
    if named:
        raise CorpusError(f"unknown key(s) {', '.join(named)}")
    for key in ("date", "as_of"):
        if parsed.get(key) is not None and not _ISO.fullmatch(str(parsed[key])):
            raise CorpusError(f"{key} {parsed[key]!r} is no ISO date")
    return parsed


@cache
def _known_bodies() -> frozenset[str]:
    from ofsight.register import load_organisations

    return frozenset(load_organisations())
