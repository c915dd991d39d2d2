from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.duplicates.made import article, articles, page, prose, words

from ofsight.duplicates import Duplicate, find_duplicates
from ofsight.errors import DuplicatesError
from ofsight.record import Record

ONE, OTHER = prose(1), prose(2)
LONG = words(1)


def test_a_syndicated_copy_is_the_same_on_another_page() -> None:
    first = page("first", ("headline", "Council failing"), ("byline", "By Sam Field"), ("paragraph", ONE))
    copy = page(
        "copy",
        ("boilerplate", "Sign in"),
        ("headline", "Services ‘inadequate’"),
        ("standfirst", "What inspectors found"),
        ("paragraph", " ".join(LONG[:90])),
        ("boilerplate", "Advertisement"),
        ("list_item", "; ".join(LONG[90:]).upper()),
        ("comment", "First!"),
    )
    record = page("other", ("headline", "Council failing"), ("byline", "By Sam Field"), ("paragraph", OTHER))
    assert list(find_duplicates([first, record, copy])) == [Duplicate("copy", "first", 1.0, "same", 1)]


def test_similarity_is_counted_and_groups_are_numbered_as_they_come() -> None:
    near = " ".join(LONG[:160] + words(3)[:40])
    part = " ".join(LONG[:60])
    texts = [" ".join(words(9)), " ".join(LONG), OTHER, near, OTHER, part]
    assert list(find_duplicates(articles(texts))) == [
        Duplicate("a3", "a1", round(158 / (198 + 198 - 158), 4), "near", 1),
        Duplicate("a4", "a2", 1.0, "same", 2),
        Duplicate("a5", "a1", round(58 / 198, 4), "part", 1),
    ]


def test_a_short_first_version_is_the_original_of_the_long_one() -> None:
    (mark,) = find_duplicates(articles([" ".join(LONG[:60]), " ".join(LONG)]))
    assert (mark.id, mark.original, mark.kind) == ("a1", "a0", "part")


def test_of_several_originals_the_most_like_counts() -> None:
    half, other_half = LONG[:100] + words(3, 100), LONG[100:] + words(4, 100)
    nearer = LONG[:100] + words(3, 60) + LONG[160:]
    records = articles([" ".join(text) for text in (half, other_half, nearer)])
    marks = list(find_duplicates(records))
    assert [(mark.id, mark.original) for mark in marks] == [("a2", "a0")]


def test_a_copy_of_a_copy_counts_only_if_it_is_like_the_original() -> None:
    drifting = [LONG, LONG[:140] + words(3, 60), LONG[:60] + words(4, 80) + words(3, 60)]
    marks = list(find_duplicates(articles([" ".join(text) for text in drifting])))
    assert [(mark.id, mark.original) for mark in marks] == [("a1", "a0")]


def test_documents_without_words_of_their_own_are_like_none() -> None:
    empty = [page(id_, ("headline", "Page not found"), ("boilerplate", ONE)) for id_ in "ab"]
    assert list(find_duplicates([*empty, article("c", "…"), article("d", "!")])) == []
    assert list(find_duplicates([])) == []


def test_a_repeated_id_is_refused() -> None:
    with pytest.raises(DuplicatesError, match=r"'x' stands twice.*one run"):
        list(find_duplicates([article("x", ONE), article("x", OTHER)]))


@pytest.mark.parametrize("threshold", [0.1, 1.01])
def test_a_threshold_out_of_range_is_refused(threshold: float) -> None:
    with pytest.raises(DuplicatesError, match=r"threshold: .* not in 0\.2 to 1"):
        list(find_duplicates([], threshold=threshold))


_CHANGES: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.title,
    lambda text: text.replace(", ", "\n\n"),
    lambda text: text.replace(", ", " — ‘"),
    lambda text: f"  {text}\t",
)
_indexes = st.integers(0, 3)


@st.composite
def archives(draw: st.DrawFn) -> list[Record]:
    """Articles of a few texts: as they are, cut, mixed, in other dress."""
    texts = []
    for _ in range(draw(st.integers(0, 8))):
        one, other = prose(draw(_indexes), 80), prose(draw(_indexes), 80)
        cut = draw(st.sampled_from([0, 150, 300, 400, 900]))
        texts.append(draw(st.sampled_from([*_CHANGES, str]))(one[:cut] + " " + other[cut:]))
    return articles(texts)


@settings(max_examples=60, deadline=None)
@given(archives(), st.sampled_from([0.2, 0.4, 0.9]))
def test_laws_of_marks(records: list[Record], threshold: float) -> None:
    marks = list(find_duplicates(iter(records), threshold=threshold))
    order = {record.id: index for index, record in enumerate(records)}
    marked = [order[mark.id] for mark in marks]
    # One mark at most a document, in order; the original comes first and is none itself.
    assert marked == sorted(set(marked))
    assert all(order[mark.original] < order[mark.id] for mark in marks)
    assert not {mark.original for mark in marks} & {mark.id for mark in marks}
    # A group is its original; nobody is in two.
    assert len({mark.group for mark in marks}) == len({(mark.group, mark.original) for mark in marks})
    assert sorted({mark.group for mark in marks}) == list(range(1, len({m.original for m in marks}) + 1))
    assert all((mark.kind == "same") <= (mark.similarity == 1) for mark in marks)
    assert all(mark.similarity >= threshold for mark in marks if mark.kind == "near")
    # Later documents change nothing, and neither does the run.
    for end in range(len(records)):
        earlier = [mark for mark in marks if order[mark.id] < end]
        assert list(find_duplicates(records[:end], threshold=threshold)) == earlier


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 99), st.integers(1, 120), st.lists(st.sampled_from(_CHANGES), max_size=3))
def test_white_space_case_and_punctuation_keep_a_copy_the_same(
    seed: int, length: int, changes: list[Callable[[str], str]]
) -> None:
    text = changed = prose(seed, length)
    for change in changes:
        changed = change(changed)
    marks = list(find_duplicates([article("a", text), article("b", changed)]))
    assert marks == [Duplicate("b", "a", 1.0, "same", 1)]


def test_marks_are_the_same_in_another_process_with_other_hashes() -> None:
    program = (
        "from tests.duplicates.made import articles, prose\n"
        "from ofsight.duplicates import find_duplicates\n"
        "for mark in find_duplicates(articles([prose(n % 5) + prose(9 + n, 90) for n in range(15)])):\n"
        "    print(mark.as_line(), end='')\n"
    )
    records = articles([prose(n % 5) + prose(9 + n, 90) for n in range(15)])
    here = [mark.as_line() for mark in find_duplicates(records)]
    assert len(here) == 10
    seed = "1" if os.environ.get("PYTHONHASHSEED") == "0" else "0"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.stdout.splitlines(keepends=True) == here
    assert json.loads(here[0])["kind"] == "near"
