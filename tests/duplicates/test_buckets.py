from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ofsight.duplicates.buckets import Buckets
from ofsight.duplicates.signatures import PERMUTATIONS, Signatures


@st.composite
def rows(draw: st.DrawFn) -> Signatures:
    """Signatures of a few values, which share bands by chance."""
    seed = draw(st.integers(0, 2**32 - 1))
    values = draw(st.sampled_from([3, 10, 40]))
    shape = draw(st.integers(0, 12)), PERMUTATIONS
    return np.random.default_rng(seed).integers(0, values, shape, dtype=np.uint32)


def share_a_band(one: Signatures, other: Signatures) -> bool:
    equal = one == other
    return bool((equal & np.roll(equal, -1)).any())


@given(rows(), st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_candidates_are_those_added_that_share_a_band(
    signatures: Signatures, added: set[int], empty: set[int]
) -> None:
    sizes = np.array([0 if index in empty else 9 for index in range(len(signatures))], dtype=np.int64)
    buckets = Buckets(signatures, sizes)
    for index in range(len(signatures)):
        expected = [
            earlier
            for earlier in range(index)
            if earlier in added
            and not {index, earlier} & empty
            and share_a_band(signatures[index], signatures[earlier])
        ]
        assert buckets.candidates(index).tolist() == expected
        if index in added:
            buckets.add(index)
