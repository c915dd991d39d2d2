from __future__ import annotations

import pytest
from pydantic import ValidationError

from ofsight.record import Block, Entity, Finding, Meta, ModelInfo, Record, Source
from ofsight.record.rules import text_checksum
from ofsight.record.types import is_date, is_date_or_interval, is_gss_code

SOURCE = Source(path="a.txt", media_type="text/plain", sha256="0" * 64)
MODEL = ModelInfo(name="rules", version="1", sha256="0" * 64)


def record(text: str, **parts: object) -> Record:
    return Record.model_validate(
        {
            "id": "a",
            "source": SOURCE,
            "meta": Meta(),
            "text": text,
            "text_sha256": text_checksum(text),
            "model": MODEL,
            **parts,
        }
    )


def test_offsets_count_code_points() -> None:
    text = "😀 Ambleford"
    entity = Entity(start=2, end=11, label="COUNCIL", text="Ambleford")
    assert record(text, entities=[entity]).entities == (entity,)
    with pytest.raises(ValidationError, match=r"text\[3:11\]"):
        record(text, entities=[entity.model_copy(update={"start": 3})])


def test_every_broken_rule_is_in_the_error_at_its_field() -> None:
    with pytest.raises(ValidationError) as caught:
        record(
            "One two",
            blocks=[Block(start=4, end=7, label="a"), Block(start=0, end=9, label="b")],
            entities=[Entity(start=0, end=3, label="X", text="Two")],
        )
    assert [error["loc"] for error in caught.value.errors()] == [
        ("blocks", 1, "end"),
        ("blocks", 1),
        ("blocks", 0),
        ("entities", 0, "text"),
    ]


def test_scores_are_rounded_when_made() -> None:
    assert Block(start=0, end=1, label="a", score=0.123456).score == 0.1235
    assert str(Block(start=0, end=1, label="a", score=-0.0).score) == "0.0"


def test_theme_scores_are_kept_in_one_order() -> None:
    def finding(**theme_scores: float) -> Finding:
        return Finding(
            start=0,
            end=1,
            themes=("a",),
            polarity="mixed",
            source="other",
            councils=(),
            theme_scores=theme_scores,
        )

    assert finding(b=1, a=0.5).model_dump_json() == finding(a=0.5, b=1).model_dump_json()


def test_integers_beyond_64_bits_become_floats() -> None:
    entity = Entity(start=0, end=1, label="QUANTITY", text="a", value=10**30)
    assert entity.value == 1e30
    assert isinstance(entity.value, float)
    with pytest.raises(ValidationError, match="too large"):
        Entity(start=0, end=1, label="QUANTITY", text="a", value=10**400)


def test_strings_that_utf8_cannot_hold_are_refused() -> None:
    with pytest.raises(ValidationError, match="text"):
        Record.model_validate(record("ok").model_dump() | {"text": "\ud800"})
    with pytest.raises(ValidationError, match="title"):
        Meta(title="\udfff")
    assert record("NUL \0 is a character").text == "NUL \0 is a character"


def test_records_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        record("a").id = "b"  # type: ignore[misc]  # that it cannot be assigned is what is tested


@pytest.mark.parametrize("value", ["2021", "2021-11", "2021-11-26", "2024-02-29", "0001"])
def test_dates(value: str) -> None:
    assert is_date(value)
    assert is_date_or_interval(value)


@pytest.mark.parametrize(
    "value",
    ["", "21", "2021-13", "2023-02-29", "2021-11-26T00:00", "20211126", "2021-1", "٢٠٢١", "2021\n", "0000"],
)
def test_no_dates(value: str) -> None:
    assert not is_date(value)
    assert not is_date_or_interval(value)


@pytest.mark.parametrize("value", ["2021/2022", "2021-11-15/2021-11-26", "2019/2019-11", "2021-01/2021-01"])
def test_intervals(value: str) -> None:
    assert is_date_or_interval(value)
    assert not is_date(value)


@pytest.mark.parametrize("value", ["2021/2020", "2021/", "/2021", "2021/2022/2023", "2021-02/2021-01-31"])
def test_no_intervals(value: str) -> None:
    assert not is_date_or_interval(value)


def test_gss_codes() -> None:
    assert is_gss_code("E06000006")
    assert not any(
        is_gss_code(value) for value in ("E0600006", "e06000006", "E06000006\n", "E0600000٦", 6, None)
    )
