"""One record as the tables see it: evidence as a reader would quote it, councils and bodies by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from ofsight.record import Record
from ofsight.register import get_organisation, load_register
from ofsight.stories import tell_story

from .cells import one_line

SEPARATOR = "; "


class Article:
    """A record with what its rows need."""

    def __init__(self, record: Record) -> None:
        self.record = record

    @cached_property
    def _furniture(self) -> list[tuple[int, int]]:
        return [(block.start, block.end) for block in self.record.blocks if block.label == "boilerplate"]

    def quote(self, start: int, end: int) -> str:
        """Return ``text[start:end]`` on one line, without the page's furniture that a sentence runs across.

        Empty for a stand-off record.
        """
        text = self.record.text
        if text is None:
            return ""
        pieces = []
        position = start
        for cut_start, cut_end in self._furniture:
            if start < cut_start and cut_end < end:
                pieces.append(text[position:cut_start])
                position = cut_end
        pieces.append(text[position:end])
        return one_line(" ".join(pieces))

    @cached_property
    def names(self) -> dict[tuple[int, int, str], str]:
        """One name for all mentions of the same council, official or inspection, by start, end and label."""
        return tell_story(self.record).names

    @cached_property
    def councils(self) -> list[str]:
        """The codes of the councils that the findings and judgements are about, the most frequent first."""
        counts = Counter(code for finding in self.record.findings for code in finding.councils)
        counts.update(judgement.council for judgement in self.record.judgements if judgement.council)
        inspection = self.record.meta.inspection
        if inspection is not None and inspection.council is not None:
            counts[inspection.council] += 1
        return [code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def council_name(code: str | None) -> str:
    """Return the short name of a council by its GSS code; the code itself when the register lacks it."""
    if code is None:
        return ""
    authority = load_register().by_code(code)
    return code if authority is None else authority.short_name


def region(code: str | None) -> str:
    """Return the region of a council by its GSS code; empty when the register lacks it."""
    authority = None if code is None else load_register().by_code(code)
    return "" if authority is None else authority.region


def body_name(key: str | None) -> str:
    """Return the name of a council (by GSS code) or organisation (by register key); the key when unknown."""
    if key is None:
        return ""
    organisation = get_organisation(key)
    return council_name(key) if organisation is None else organisation.names[0].removeprefix("the ")


def joined(items: Iterable[str]) -> str:
    """Join several values for one cell."""
    return SEPARATOR.join(items)
