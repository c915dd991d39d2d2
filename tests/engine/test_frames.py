"""Messages between processes and machines: what goes in comes out, and a torn one is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.engine.frames import as_bytes, from_bytes

headers = st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.text()))


@given(headers, st.none() | st.binary())
def test_a_message_comes_through(header: dict[str, object], content: bytes | None) -> None:
    assert from_bytes(as_bytes(header, content)) == (header, content)


@given(headers, st.none() | st.binary(), st.floats(0, 1, exclude_max=True))
def test_a_torn_message(header: dict[str, object], content: bytes | None, part: float) -> None:
    message = as_bytes(header, content)
    with pytest.raises(ValueError, match="cut off"):
        from_bytes(message[: int(part * len(message))])
