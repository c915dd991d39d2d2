"""The label sets of the codebook. They are open: an extractor may add entity labels and themes."""

from __future__ import annotations

from typing import Final, get_args

from .types import InspectionType, InspectionValue, Polarity, Rating, SourceClass

SCHEMA: Final = "ofsight/1"

BLOCK_LABELS: Final = (
    "headline",
    "standfirst",
    "byline",
    "caption",
    "subheading",
    "paragraph",
    "list_item",
    "table",
    "comment_meta",
    "comment",
    "boilerplate",
)
BODY_LABELS: Final = frozenset({"headline", "standfirst", "subheading", "paragraph", "list_item"})
"""Blocks that are split into sentences and carry findings and quotations (codebook section 1)."""

ENTITY_LABELS: Final = (
    "COUNCIL",
    "ORGANISATION",
    "OFFICIAL",
    "ROLE",
    "RATING",
    "INSPECTION",
    "DATE",
    "QUANTITY",
)
RATINGS: Final[tuple[str, ...]] = get_args(Rating)
INSPECTION_VALUES: Final[tuple[str, ...]] = get_args(InspectionValue)
QUANTITY_UNITS: Final = ("percent", "gbp", "count", "rate")

THEMES: Final = (
    "overall_effectiveness",
    "leadership",
    "management_oversight",
    "supervision",
    "quality_assurance",
    "workforce",
    "caseloads",
    "resources",
    "drift_and_delay",
    "front_door",
    "early_help",
    "risk_and_protection",
    "assessment_and_planning",
    "direct_work_and_voice",
    "recording",
    "exploitation_and_missing",
    "permanence_and_placements",
    "care_leavers",
    "disabled_children",
    "health_and_education",
    "partnership",
    "intervention",
)
POLARITIES: Final[tuple[str, ...]] = get_args(Polarity)
SOURCES: Final[tuple[str, ...]] = get_args(SourceClass)
AREAS: Final = (
    "overall",
    "leadership",
    "help_and_protection",
    "children_in_care",
    "care_leavers",
    "children_in_care_and_care_leavers",
    "adoption",
    "lscb",
)
METRICS: Final = (
    "caseload",
    "vacancy_rate",
    "agency_rate",
    "turnover_rate",
    "absence_rate",
    "budget",
    "overspend",
    "shortfall",
    "investment",
    "children",
    "staff",
    "other",
)
KINDS: Final = ("news", "report")
FRAMEWORKS: Final = ("ilacs", "sif", "older")
INSPECTION_TYPES: Final[tuple[str, ...]] = get_args(InspectionType)
