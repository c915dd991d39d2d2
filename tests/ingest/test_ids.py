"""Ids: the file's stem, unique within a run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.ingest.ids import UniqueIds, file_stem, has_supported_ending


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a.txt", "a"),
        ("a.html.gz", "a"),
        ("below/it/b.PDF", "b"),
        ("report.v2.docx", "report.v2"),
        ("notes.md", "notes.md"),
        ("a.txt.html", "a"),
        (".txt", ".txt"),
        ("no-ending", "no-ending"),
    ],
)
def test_the_stem_is_the_name_without_known_endings(name: str, stem: str) -> None:
    assert file_stem(name) == stem


@pytest.mark.parametrize("name", ["a.txt", "a.HTM", "a.xhtml.gz", "a.jsonl", "a.docx", "a.pdf.GZ"])
def test_supported_endings(name: str) -> None:
    assert has_supported_ending(name)


@pytest.mark.parametrize("name", ["a.md", "a.gz", "a.txt.bak", "txt", "a.doc"])
def test_unsupported_endings(name: str) -> None:
    assert not has_supported_ending(name)


def test_a_repeated_id_gets_a_number() -> None:
    ids = UniqueIds()
    assert [ids.assign("a") for _ in range(3)] == ["a", "a~2", "a~3"]


def test_a_number_that_an_input_really_carries_is_passed_over() -> None:
    ids = UniqueIds()
    assert [ids.assign(wanted) for wanted in ("a~2", "a", "a", "a~2")] == ["a~2", "a", "a~3", "a~2~2"]


@given(st.lists(st.text(alphabet="a~23", max_size=4)))
def test_ids_never_repeat(wanted: list[str]) -> None:
    ids = UniqueIds()
    given_out = [ids.assign(one) for one in wanted]
    assert len(set(given_out)) == len(wanted)
    assert all(out.startswith(one) for out, one in zip(given_out, wanted, strict=True))
