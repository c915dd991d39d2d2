"""The plain values that records are made of, each with its own rule: codes, dates, scores, checksums."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

SCORE_DECIMALS: Final = 4
GSS_PATTERN: Final = r"^[A-Z][0-9]{8}$"

_GSS = re.compile(GSS_PATTERN[:-1] + r"\Z")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_POINT = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_DATE = re.compile(_POINT + r"\Z")
_LARGEST_INTEGER: Final = 2**63 - 1


def is_gss_code(value: object) -> bool:
    """Tell whether ``value`` looks like a GSS code of the ONS: a capital letter and eight digits."""
    return isinstance(value, str) and _GSS.match(value) is not None


@lru_cache(maxsize=4096)
def is_date(value: str) -> bool:
    """Tell whether ``value`` is an ISO 8601 date (``2021-11-26``), month (``2021-11``) or year (``2021``)."""
    if _DATE.match(value) is None:
        return False
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def is_date_or_interval(value: str) -> bool:
    """Tell whether ``value`` is a date, month or year, or an interval of two of them, ``start/end``."""
    start, slash, end = value.partition("/")
    if not slash:
        return is_date(start)
    common = min(len(start), len(end))
    return is_date(start) and is_date(end) and start[:common] <= end[:common]


def _check_date(value: str) -> str:
    if not is_date(value):
        raise PydanticCustomError(
            "iso_date", "should be an ISO date, month or year such as 2021-11-26, 2021-11 or 2021"
        )
    return value


def _check_date_or_interval(value: str) -> str:
    if not is_date_or_interval(value):
        raise PydanticCustomError(
            "iso_date",
            "should be an ISO date, month, year or interval such as 2021-11 or 2021-11-15/2021-11-26",
        )
    return value


def rounded_scores(scores: dict[str, float | None]) -> dict[str, float | None]:
    """Return scores by name, rounded as a :data:`Score` is: in one call, for there are many of them."""
    return {name: None if score is None else _four_decimals(score) for name, score in sorted(scores.items())}


def _four_decimals(score: float) -> float:
    # Rounded when made, so that a record equals what is read back; adding 0.0 turns -0.0 into 0.0.
    return round(score, SCORE_DECIMALS) + 0.0


def _check_number(value: Any) -> Any:
    if type(value) is int:
        # Beyond 64 bits neither JSON readers nor spaCy's serialisation keep integers.
        if -_LARGEST_INTEGER <= value <= _LARGEST_INTEGER:
            return value
        try:
            return float(value)
        except OverflowError:
            raise PydanticCustomError("number", "is too large a number") from None
    if type(value) is float and math.isfinite(value):
        return value
    raise PydanticCustomError("number", "should be a finite number")


def _check_value(value: Any) -> Any:
    if value is None:
        return value
    if type(value) is str:
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise PydanticCustomError(
                "string_unicode", "holds half a surrogate pair, which UTF-8 cannot hold"
            )
        return value
    if type(value) is int or type(value) is float:
        return _check_number(value)
    raise PydanticCustomError("value", "should be a string, a finite number or null")


# A length constraint, even an empty one, makes pydantic refuse lone surrogates, which UTF-8 cannot hold.
Text = Annotated[str, Field(min_length=0)]
Name = Annotated[str, Field(min_length=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
CouncilCode = Annotated[str, Field(pattern=GSS_PATTERN)]
Offset = Annotated[int, Field(ge=0, strict=True)]
Evidence = tuple[Offset, Offset]
Flag = Annotated[bool, Field(strict=True)]
Score = Annotated[float, Field(ge=0.0, le=1.0, strict=True), AfterValidator(_four_decimals)] | None
Unrounded = Annotated[float, Field(ge=0.0, le=1.0, strict=True)] | None
Number = Annotated[int | float, PlainValidator(_check_number), WithJsonSchema({"type": "number"})]
Value = Annotated[
    str | int | float | None,
    PlainValidator(_check_value),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]}),
]
IsoDate = Annotated[
    str,
    AfterValidator(_check_date),
    WithJsonSchema({"type": "string", "pattern": f"^{_POINT}$"}),
]
IsoPeriod = Annotated[
    str,
    AfterValidator(_check_date_or_interval),
    WithJsonSchema({"type": "string", "pattern": f"^{_POINT}(?:/{_POINT})?$"}),
]
Rating = Literal["outstanding", "good", "requires_improvement", "inadequate", "adequate", "poor"]
Polarity = Literal["weakness", "strength", "mixed", "neutral"]
SourceClass = Literal["inspectorate", "council", "government", "other", "article"]
InspectionType = Literal["full", "short", "focused_visit", "monitoring_visit", "jtai", "send", "unspecified"]
InspectionValue = Literal[
    "full", "short", "focused_visit", "monitoring_visit", "jtai", "send", "sif", "other", "unspecified"
]
