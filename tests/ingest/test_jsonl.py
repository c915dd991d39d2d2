"""JSONL lines."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.errors import IngestError
from ofsight.ingest.document import Content
from ofsight.ingest.jsonl import LineResult, read_line
from ofsight.ingest.streams import Line
from ofsight.record import Meta


def read(fields: Any) -> LineResult:
    data = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
    result = read_line(Line(3, data), 1000)
    assert result is not None
    return result


def content(fields: Any) -> Content:
    result = read(fields).result
    assert isinstance(result, Content), result
    return result


def problem(fields: Any) -> IngestError:
    result = read(fields).result
    assert isinstance(result, IngestError)
    return result


def test_text_with_what_is_known_of_it() -> None:
    fields = {
        "id": "a-1", "text": " unchanged \r\n", "title": "T", "url": "https://x.example", "kind": "news",
        "published": "26 November 2021", "publisher": "Echo", "authors": ["Ann Other"], "section": "unread",
    }  # fmt: skip
    found = read(fields)
    assert found.id == "a-1"
    assert found.sha256 == hashlib.sha256(json.dumps(fields).encode()).hexdigest()
    assert content(fields) == Content(
        " unchanged \r\n",
        Meta(
            kind="news", title="T", url="https://x.example", published="2021-11-26", publisher="Echo",
            authors=("Ann Other",),
        ),
    )  # fmt: skip


def test_a_page_and_fields_that_win_over_it() -> None:
    page = "<html><head><title>From the page</title></head><body><p>One<p>Two</body></html>"
    found = content({"html": page, "published": "2021-11"})
    assert found.text == "One\nTwo"
    assert [hint.tag for hint in found.hints] == ["p", "p"]
    assert found.meta.published == "2021-11"
    assert found.meta.title == "From the page"
    assert content({"html": page, "title": "From the line"}).meta.title == "From the line"


def test_text_wins_over_html() -> None:
    assert content({"text": "a", "html": "<p>b"}).text == "a"


def test_a_number_as_id_and_an_author_as_string() -> None:
    found = read({"id": 17, "text": "x", "authors": "Ann Other", "published": 2021})
    assert found.id == "17"
    assert isinstance(found.result, Content)
    assert found.result.meta == Meta(authors=("Ann Other",), published="2021")


def test_a_date_that_means_nothing_is_null() -> None:
    assert content({"text": "x", "published": "soon"}).meta.published is None


def test_a_record_gives_its_text_and_meta_but_not_what_was_found_in_it() -> None:
    inspection = {"council": "E06000006", "framework": "ilacs", "type": "full", "start": None, "end": None}
    record = {
        "schema": "ofsight/1", "id": "r", "source": {"path": "r.txt"}, "text": "x", "blocks": [{"start": 0}],
        "meta": {"kind": "report", "title": "T", "published": "2020-03", "publisher": None, "authors": [],
                 "url": None, "inspection": inspection},
    }  # fmt: skip
    assert read(record).id == "r"
    assert content(record) == Content("x", Meta(kind="report", title="T", published="2020-03"))


def test_a_blank_line_is_nothing() -> None:
    assert read_line(Line(1, b"  \t"), 1000) is None


def test_a_mark_before_the_first_line_is_passed_over() -> None:
    assert content(b'\xef\xbb\xbf{"text": "x"}').text == "x"


def test_half_a_surrogate_pair_can_be_written_out() -> None:
    assert content(rb'{"text": "a\ud83d", "authors": ["\ude00"]}') == Content(
        "a\ufffd", Meta(authors=("\ufffd",))
    )
    assert content(rb'{"text": "\ud83d\ude00"}').text == "😀"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{broken", "no JSON"),
        (b"[1, 2]", "list"),
        (b'"text"', "str"),
        (b'{"title": "x"}', "neither text nor html"),
        (b'{"text": null}', "neither text nor html"),
        (b'{"text": 5}', "'text'"),
        (b'{"text": "x", "kind": "poem"}', "'kind'"),
        (b'{"text": "x", "authors": [1]}', "'authors.0'"),
        (b'{"text": "caf\xe9"}', "UTF-8"),
        (b'{"a":' * 50_000, "no JSON"),
    ],
)
def test_a_bad_line_is_named(line: bytes, said: str) -> None:
    found = problem(line)
    assert found.kind == "bad_json"
    assert str(found).startswith("line 3: ")
    assert said in str(found)


def test_a_line_over_the_limit_is_too_large() -> None:
    result = read_line(Line(7, None), 1000)
    assert result is not None
    assert isinstance(result.result, IngestError)
    assert result.result.kind == "too_large"
    assert "line 7" in str(result.result)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
FIELDS = ["id", "text", "title", "url", "published", "publisher", "authors", "kind", "schema", "meta"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON) | JSON)
def test_no_line_raises(fields: object) -> None:
    read_line(Line(1, json.dumps(fields).encode()), 1000)


@pytest.mark.parametrize("depth", [500, 900, 5000, 100_000])
def test_what_is_nested_deeply_is_refused_and_elsewhere_passed_over(depth: int) -> None:
    nested = b"[" * depth + b"]" * depth
    assert problem(b'{"text": "x", "authors": ' + nested + b"}").kind == "bad_json"
    passed_over = read(b'{"text": "x", "more": ' + nested + b"}").result
    assert isinstance(passed_over, Content if depth < 1000 else IngestError)
