"""Every label of the codebook has a name that people read, and its meaning."""

from __future__ import annotations

import pytest

from ofsight.explorer.naming import council_rows, label_names, organisation_rows
from ofsight.record import labels


@pytest.mark.parametrize(
    ("group", "known"),
    [
        ("themes", labels.THEMES),
        ("polarities", labels.POLARITIES),
        ("sources", labels.SOURCES),
        ("entities", labels.ENTITY_LABELS),
        ("blocks", labels.BLOCK_LABELS),
        ("areas", labels.AREAS),
        ("ratings", labels.RATINGS),
        ("metrics", labels.METRICS),
        ("kinds", labels.KINDS),
        ("frameworks", labels.FRAMEWORKS),
    ],
)
def test_a_label_set_is_named_whole_and_in_its_order(group: str, known: tuple[str, ...]) -> None:
    rows = label_names(group)
    assert [label for label, _, _ in rows] == list(known)
    assert all(name and name[0].isupper() and "_" not in name for _, name, _ in rows)


def test_inspections_are_those_of_mentions_and_of_reports() -> None:
    known = {*labels.INSPECTION_VALUES, *labels.INSPECTION_TYPES}
    assert {label for label, _, _ in label_names("inspections")} == known


def test_themes_come_with_what_the_codebook_says() -> None:
    assert all(meaning for _, _, meaning in label_names("themes"))


def test_a_label_that_is_only_marks_keeps_its_name() -> None:
    assert label_names("themes", ["__", "x<b>"])[-2:] == [("__", "__", ""), ("x<b>", "X<b>", "")]


def test_councils_are_named_by_the_register_and_unknown_codes_by_themselves() -> None:
    rows = council_rows(["E99999999", "E06000006", "E10000023", "E06000006"])
    assert [row[:2] for row in rows] == [
        ("E99999999", "E99999999"),
        ("E06000006", "Halton"),
        ("E10000023", "North Yorkshire"),
    ]
    assert rows[2][4] == "2023-03-31"


def test_organisations_are_named_where_the_register_knows_them() -> None:
    assert organisation_rows(["ofsted", "nobody"]) == [("ofsted", "Ofsted")]
