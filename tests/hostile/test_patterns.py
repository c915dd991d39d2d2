"""Our own regular expressions against strings made from them: none may try all combinations."""

from __future__ import annotations

import random
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from tests.hostile.pumping import attacks, patterns_of_stages

_LENGTH = 70
"""Characters: a pattern that doubles its steps with each word is not through with so many for years."""
_SECONDS = 0.5
"""Of processor time; the others take a thousandth."""


class TooSlowError(Exception):
    """The alarm rang."""


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raise :class:`TooSlowError` when what is inside uses more processor time."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def is_slow(pattern: re.Pattern[str], text: str, *, whole: bool) -> bool:
    try:
        with alarm(_SECONDS):
            pattern.search(text)
            if whole:
                pattern.fullmatch(text)
    except TooSlowError:
        return True
    return False


@pytest.mark.parametrize(
    "pattern", [r"(?:\d+\s*)+(?!\w)x", r"(?:[A-Z][A-Za-z]*\s*)*$", r"(?:and\b\s*,?\s*|and\s+)*x", r"(a|a)*b"]
)
def test_the_attacks_find_patterns_that_try_all_combinations(pattern: str) -> None:
    compiled = re.compile(pattern)
    texts = attacks(compiled, random.Random(1), _LENGTH)  # noqa: S311  # inputs, no secrets
    assert any(is_slow(compiled, text, whole=True) for text in texts)


def test_no_pattern_of_the_stages_tries_all_combinations() -> None:
    patterns = patterns_of_stages()
    assert len(patterns) > 500
    slow = {}
    for name, pattern, whole in patterns:
        draw = random.Random(7)  # noqa: S311
        for text in attacks(pattern, draw, _LENGTH):
            if is_slow(pattern, text, whole=whole):
                slow[name] = (pattern.pattern[:200], text)
                break
    assert slow == {}
