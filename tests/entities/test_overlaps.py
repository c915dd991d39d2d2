"""Of mentions that overlap, one is kept."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ofsight.entities.overlaps import resolve_overlaps
from ofsight.reading import Mention
from ofsight.record.labels import ENTITY_LABELS


def _kept(*mentions: Mention) -> list[str]:
    return [mention.label for mention in resolve_overlaps(mentions)]


def test_the_longer_of_two_sure_mentions_is_kept():
    assert _kept(Mention(0, 6, "COUNCIL", 0.9), Mention(0, 20, "ORGANISATION", 0.85)) == ["ORGANISATION"]


def test_a_much_surer_mention_is_kept_though_shorter():
    assert _kept(Mention(0, 6, "COUNCIL", 0.95), Mention(0, 20, "ORGANISATION", 0.5)) == ["COUNCIL"]


def test_a_date_takes_its_numbers_with_it():
    assert _kept(Mention(3, 7, "QUANTITY", 0.9), Mention(0, 7, "DATE", 0.9)) == ["DATE"]
    assert _kept(Mention(0, 9, "QUANTITY", 0.9), Mention(5, 9, "DATE", 0.9)) == ["DATE"]


def test_mentions_side_by_side_are_both_kept():
    assert _kept(Mention(0, 6, "COUNCIL", 0.9), Mention(6, 9, "ROLE", 0.9)) == ["COUNCIL", "ROLE"]


_MENTIONS = st.lists(
    st.builds(
        lambda start, length, label, score: Mention(start, start + length, label, score),
        st.integers(0, 40),
        st.integers(1, 12),
        st.sampled_from(ENTITY_LABELS),
        st.floats(0.5, 1.0),
    ),
    max_size=12,
)


@given(_MENTIONS)
def test_what_is_kept_never_overlaps_and_was_there(mentions):
    kept = resolve_overlaps(mentions)
    assert set(kept) <= set(mentions)
    assert all(one.end <= other.start for one, other in pairwise(kept))
    assert bool(kept) == bool(mentions)


@given(_MENTIONS)
def test_resolving_again_changes_nothing_nor_does_the_order(mentions):
    kept = resolve_overlaps(mentions)
    assert resolve_overlaps(kept) == kept
    assert resolve_overlaps(list(reversed(kept))) == kept
