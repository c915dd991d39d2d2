"""Checks of where mentions and quotations start and end, and of mentions that were passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ofsight.corpus.checks.suspicion import Checked, Suspicion
from ofsight.record.labels import ENTITY_LABELS
from ofsight.register import find_organisation

SHORTEST_QUOTATION = 3
_MARKS = "\"'“”‘’«»"
_ARTICLE = re.compile(r"(?:the|an?)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_HEAD_NOUN_ENDS = re.compile(r"\s(?:of|for|in|at|to|with|and|on)\s|,")
# Labels of which an untagged twin tells little: the same words mean other things elsewhere.
_TOO_COMMON = frozenset({"QUANTITY", "RATING", "INSPECTION", "DATE"})
_SHORTEST_TWIN = 3
# Words for people at the front line, who are no ROLE when they stand for anybody of that calling.
_CALLING = re.compile(
    r"(?:social |family |support |key )?worker|(?:personal )?adviser|nurse|teacher|judge|manager|carer"
    r"|officer|chair|commissioner|minister|councillor"
)
_PLACE_BEFORE = re.compile(
    r"(?<!services )(?<!service )(?<!practice )(?<!inspectors )"
    r"\b(?:in|near|around|across|outside|to|from|of)\s+$"
)
_NAME_BEFORE = re.compile(r"[A-Z][\w’'-]*[ \t]+$")
_NAME_AFTER = re.compile(
    r"(?:[ \t]+[A-Z]|[’']s?\s+(?:most\s+)?(?:children|families|young)|\s+(?:is|children|families)\b)"
)
_PLAIN_FIGURE = re.compile(
    r"£\s?\d[\d,.]*\d*\s?(?:m|bn|k|million|billion)?\b|\b\d[\d,.]*\s?(?:%|per ?cent\b)"
)
_PLAIN_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\s+(?:19|20)\d\d\b"
)
_PLAIN_BODY = re.compile(r"\b(?:Ofsted|DfE|Department for Education|Cafcass|ADCS)\b")


def span_edges(checked: Checked) -> Iterator[Suspicion]:
    """Find spans that start or end with a space, a quotation mark or an article."""
    record, text = checked.record, checked.text
    for entity in record.entities:
        words = text[entity.start : entity.end]
        fault = _edge_fault(words)
        # Of labels that are not the codebook's nobody knows: a home may be called "The Willows".
        ours = entity.label in ENTITY_LABELS
        if not fault and ours and _ARTICLE.match(words):
            fault = "starts with an article"
        if not fault and ours and _POSSESSIVE.search(words) and find_organisation(words) is None:
            fault = "ends with a possessive"
        if fault:
            yield checked.suspicion("span-edge", entity.start, entity.end, f"{entity.label} {fault}")
    for quotation in record.quotations:
        words = text[quotation.start : quotation.end]
        if words != words.strip():
            yield checked.suspicion(
                "span-edge", quotation.start, quotation.end, "quotation starts or ends with a space"
            )
        elif words[0] in _MARKS and words[-1] in _MARKS:
            yield checked.suspicion(
                "span-edge", quotation.start, quotation.end, "quotation holds its quotation marks"
            )
        speaker = quotation.speaker
        if speaker is not None and (fault := _edge_fault(text[speaker.start : speaker.end])):
            yield checked.suspicion("span-edge", speaker.start, speaker.end, f"speaker {fault}")
    for sentence in record.sentences:
        words = text[sentence.start : sentence.end]
        if words != words.strip():
            yield checked.suspicion(
                "span-edge", sentence.start, sentence.end, "sentence starts or ends with a space"
            )


def _edge_fault(words: str) -> str:
    if words != words.strip():
        return "starts or ends with a space"
    if words[0] in _MARKS or (words[-1] in _MARKS and not words.endswith(("s’", "s'"))):
        return "starts or ends with a quotation mark"
    if words[-1] in ".,;:" and "." not in words[:-1]:
        return "ends with a punctuation mark"
    return ""


def short_quotations(checked: Checked) -> Iterator[Suspicion]:
    """Find quotations of fewer than three words."""
    for quotation in checked.record.quotations:
        count = len(checked.words(quotation.start, quotation.end).split())
        if count < SHORTEST_QUOTATION:
            yield checked.suspicion(
                "short-quotation", quotation.start, quotation.end, f"quotation of {count} word(s)"
            )


def plural_roles(checked: Checked) -> Iterator[Suspicion]:
    """Find job titles in the plural: a ROLE is one person's."""
    for entity in checked.record.entities:
        if entity.label != "ROLE":
            continue
        title = checked.words(entity.start, entity.end)
        if title.isupper():
            continue
        head = _HEAD_NOUN_ENDS.split(title)[0].split()[-1].lower()
        if head.endswith("s") and not head.endswith(("ss", "’s", "'s")):
            yield checked.suspicion("plural-role", entity.start, entity.end, "ROLE in the plural")


def untagged_twins(checked: Checked) -> Iterator[Suspicion]:
    """Find words that are tagged in one place of the document and not in another."""
    forms: dict[str, str] = {}
    for entity in checked.record.entities:
        words = checked.words(entity.start, entity.end)
        if entity.label not in _TOO_COMMON and len(words) >= _SHORTEST_TWIN:
            forms.setdefault(words, entity.label)
    if not forms:
        return
    # The longest first, so that of "Leeds City Council" untagged not "Leeds" is told.
    parts = sorted(forms, key=lambda words: (-len(words), words))
    pattern = re.compile(
        r"(?<![\w-])(?:"
        + "|".join(r"\s+".join(re.escape(word) for word in words.split()) for words in parts)
        + r")(?![\w-])"
    )
    for match in checked.find(pattern):
        start, end = match.span()
        label = forms[" ".join(match.group().split())]
        if checked.is_tagged(start, end) or checked.near_page_break(start, end):
            continue
        if (label == "COUNCIL" and _is_geography(checked.text, start, end)) or (
            label == "ROLE" and _CALLING.fullmatch(match.group())
        ):
            continue
        yield checked.suspicion(
            "untagged-twin",
            start,
            end,
            f"tagged {label} elsewhere, not here: {_context(checked, start, end)}",
        )


def _is_geography(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands as a place, or in a longer name, so that it may well be no mention."""
    return (
        _PLACE_BEFORE.search(text, max(0, start - 40), start) is not None
        or (
            (before := _NAME_BEFORE.search(text, max(0, start - 40), start)) is not None
            and _is_inside(text, before)
        )
        or _NAME_AFTER.match(text, end) is not None
    )


def _is_inside(text: str, word: re.Match[str]) -> bool:
    """Tell whether a word stands within a sentence, so that its capital letter means something."""
    before = text[: word.start()].rstrip()[-1:]
    return before.isalnum() or before in {",", ";"}


def _context(checked: Checked, start: int, end: int) -> str:
    return f"…{checked.words(max(0, start - 30), end + 30)}…"


def passed_over(checked: Checked) -> Iterator[Suspicion]:
    """Find sums of money, percentages, full dates and well-known bodies that nothing tags."""
    for pattern, label in (
        (_PLAIN_FIGURE, "QUANTITY"),
        (_PLAIN_DATE, "DATE"),
        (_PLAIN_BODY, "ORGANISATION"),
    ):
        for match in checked.find(pattern):
            start, end = match.span()
            if not checked.is_tagged(start, end) and not checked.near_page_break(start, end):
                yield checked.suspicion(
                    "passed-over", start, end, f"looks like {label}: {_context(checked, start, end)}"
                )
