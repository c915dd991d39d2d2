from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ofsight.errors import ModelError
from ofsight.read.network.windows import Stretch, Window, WindowSize, pack_windows

DEFAULT = WindowSize()


@st.composite
def sizes(draw: st.DrawFn) -> WindowSize:
    overlap = draw(st.integers(0, 6))
    before, after = draw(st.integers(0, 12)), draw(st.integers(0, 8))
    core = draw(st.integers(2 * overlap + 1, 2 * overlap + 30))
    total = core + 2 + (before + 1 if before else 0) + (after + 1 if after else 0)
    size = WindowSize(total=total, before=before, after=after, overlap=overlap)
    assert size.core == core
    return size


@st.composite
def packings(draw: st.DrawFn) -> tuple[list[int], WindowSize, int, int, int]:
    lengths = draw(st.lists(st.integers(0, 9) | st.integers(0, 90), max_size=25))
    first = draw(st.integers(0, len(lengths)))
    last = draw(st.integers(first, len(lengths)))
    return lengths, draw(sizes()), first, last, draw(st.integers(0, 40))


def places(stretches: tuple[Stretch, ...]) -> list[tuple[int, int]]:
    """Every piece of some stretches: the number of its sentence, and its own in the sentence."""
    return [(sentence, piece) for sentence, start, end in stretches for piece in range(start, end)]


def pieces_of(windows: list[Window], part: str) -> list[tuple[int, int]]:
    return [place for window in windows for place in places(getattr(window, part))]


def is_overlong(window: Window, lengths: list[int]) -> bool:
    """Whether a window holds a part of a sentence that no core has room for."""
    return any(stretch.end - stretch.start < lengths[stretch.sentence] for stretch in window.core)


@given(packings())
def test_no_window_is_longer_than_it_may_be(packing: tuple[list[int], WindowSize, int, int, int]) -> None:
    lengths, size, first, last, opening = packing
    for window in pack_windows(lengths, size, first=first, last=last, opening=opening):
        assert len(window) <= size.total
        assert len(window) == 1 + sum(end - start + 1 for _, start, end in window.stretches)
        assert window.core
        assert all(start < end for _, start, end in window.stretches)
        assert len(places(window.before)) <= size.before
        assert len(places(window.after)) <= size.after


@given(packings())
def test_every_piece_is_answered_for_in_order(packing: tuple[list[int], WindowSize, int, int, int]) -> None:
    lengths, size, first, last, opening = packing
    windows = pack_windows(lengths, size, first=first, last=last, opening=opening)
    wanted = [(number, piece) for number in range(first, last) for piece in range(lengths[number])]
    found = pieces_of(windows, "core")
    assert sorted(set(found)) == wanted
    assert [window.core[0] for window in windows] == sorted(window.core[0] for window in windows)
    repeated = {place for place in found if found.count(place) > 1} if len(found) > len(wanted) else set()
    assert all(lengths[sentence] > size.core for sentence, _ in repeated)


@given(packings())
def test_only_overlong_sentences_are_spread_and_their_parts_overlap(
    packing: tuple[list[int], WindowSize, int, int, int],
) -> None:
    lengths, size, first, last, opening = packing
    windows = pack_windows(lengths, size, first=first, last=last, opening=opening)
    parts: dict[int, list[Stretch]] = {}
    for window in windows:
        for stretch in window.core:
            parts.setdefault(stretch.sentence, []).append(stretch)
        if is_overlong(window, lengths):
            assert len(window.core) == 1
    for sentence, stretches in parts.items():
        if lengths[sentence] <= size.core:
            assert stretches == [Stretch(sentence, 0, lengths[sentence])]
        else:
            assert (stretches[0].start, stretches[-1].end) == (0, lengths[sentence])
            for one, following in pairwise(stretches):
                assert one.end - one.start == size.core
                assert one.end - following.start == size.overlap


@given(packings())
def test_context_is_what_stands_next_to_the_core(
    packing: tuple[list[int], WindowSize, int, int, int],
) -> None:
    lengths, size, first, last, opening = packing
    document = [(number, piece) for number, length in enumerate(lengths) for piece in range(length)]
    for window in pack_windows(lengths, size, first=first, last=last, opening=opening):
        seen = places(window.stretches)
        start = document.index(seen[0])
        assert seen == document[start : start + len(seen)]
        # Context is short only where the document ends, or a separator took the room.
        if len(places(window.before)) + len(window.before) - 1 < size.before - 1:
            assert start == 0
        if len(places(window.after)) + len(window.after) - 1 < size.after - 1:
            assert start + len(seen) == len(document)


@given(packings())
def test_a_core_is_as_full_as_can_be(packing: tuple[list[int], WindowSize, int, int, int]) -> None:
    lengths, size, first, last, _ = packing
    windows = pack_windows(lengths, size, first=first, last=last)
    for window, following in pairwise(windows):
        if not is_overlong(window, lengths) and not is_overlong(following, lengths):
            both = len(places(window.core)) + len(window.core) + following.core[0].end
            assert both > size.core


@given(packings())
@example(([50, 5, 5, 5], WindowSize(total=40, before=4, after=4, overlap=2), 0, 4, 6))
def test_an_opening_bounds_the_first_core_only(
    packing: tuple[list[int], WindowSize, int, int, int],
) -> None:
    lengths, size, first, last, opening = packing
    assume(opening)
    windows = pack_windows(lengths, size, first=first, last=last, opening=opening)
    plain = pack_windows(lengths, size, first=first, last=last)
    assert bool(windows) == bool(plain)
    if windows and len(windows[0].core) > 1:
        assert len(places(windows[0].core)) + len(windows[0].core) - 1 <= min(opening, size.core)
    if len(windows) > 1:
        rest = windows[1].core[0]
        assert windows[1:] == (
            pack_windows(lengths, size, first=rest.sentence, last=last)
            if rest.start == 0
            else plain[1:]  # an overlong first sentence is spread in the same way
        )


def test_a_large_opening_changes_nothing() -> None:
    lengths = [20, 30, 400, 10, 90, 90]
    assert pack_windows(lengths, DEFAULT, opening=10_000) == pack_windows(lengths, DEFAULT)


def test_sentences_without_pieces_get_no_window() -> None:
    assert pack_windows([0, 0], DEFAULT) == []
    assert pack_windows([], DEFAULT) == []
    (window,) = pack_windows([0, 3, 0, 4], DEFAULT)
    assert window.core == (Stretch(1, 0, 3), Stretch(3, 0, 4))


def test_sentences_outside_the_range_are_context_only() -> None:
    (window,) = pack_windows([5, 6, 7], DEFAULT, first=1, last=2)
    assert window == Window((Stretch(0, 0, 5),), (Stretch(1, 0, 6),), (Stretch(2, 0, 7),))


def test_a_sentence_of_any_length_is_read_whole() -> None:
    windows = pack_windows([100_000], DEFAULT)
    assert set(pieces_of(windows, "core")) == {(0, piece) for piece in range(100_000)}
    assert max(map(len, windows)) <= DEFAULT.total


@pytest.mark.parametrize(
    "wrong",
    [
        {"total": 60},
        {"total": 138, "before": 48, "after": 24, "overlap": 32},
        {"before": -1},
        {"after": -1},
        {"overlap": -1},
        {"total": 0, "before": 0, "after": 0, "overlap": 0},
    ],
)
def test_a_size_that_leaves_no_room_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ModelError, match="overlap"):
        WindowSize(**wrong)
