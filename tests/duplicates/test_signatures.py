from __future__ import annotations

import sys

import numpy as np
import pytest
from tests.duplicates.made import words

from ofsight.duplicates import signatures
from ofsight.duplicates.shingles import make_shingles
from ofsight.duplicates.signatures import PERMUTATIONS, Signer
from ofsight.errors import DuplicatesError


def sign(*documents: list[str]) -> signatures.Signatures:
    signer = Signer()
    for document in documents:
        signer.add(make_shingles(document).hashes)
    return signer.signatures()


def test_a_row_for_each_document_that_depends_on_it_alone() -> None:
    one, other = words(1), words(2)
    rows = sign(one, other, [], one)
    assert rows.shape == (4, PERMUTATIONS)
    assert (rows[0] == rows[3]).all()
    assert (sign(other)[0] == rows[1]).all()


def test_rows_agree_as_far_as_documents_do() -> None:
    one, other = words(1, 1000), words(2, 1000)
    half = one[:667] + other[667:]
    rows = sign(one, half, other)
    assert np.mean(rows[0] == rows[1]) == pytest.approx(0.5, abs=0.13)  # three standard deviations
    assert np.mean(rows[0] == rows[2]) < 0.05


def test_long_documents_are_signed_in_pieces_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sign(words(1))
    monkeypatch.setattr(signatures, "_AT_ONCE", 7)
    assert (sign(words(1)) == whole).all()


def test_without_the_library_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasketch", None)
    with pytest.raises(DuplicatesError, match=r"datasketch.*pip install 'ofsight\[duplicates\]'"):
        Signer()
