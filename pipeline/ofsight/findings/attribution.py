"""Who is said to say it: reporting verbs and "according to", and the mention that is their subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ofsight.values.patterns import read_lines

from .voices import Voice

_DATA = Path(__file__).parent / "data"
_ACCORDING = re.compile(
    r"\b(?:according to|in the (?:words|view|opinion) of|from|(?:found|identified|raised|made|described"
    r"|praised|criticised|commended|highlighted|rated|judged|graded|slammed|branded|condemned|told) by)\s+$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(  # what may stand between a subject and its verb
    r"(?:'s?)?[\s,]*(?:\(\s*[^)]{0,80}\)\s*)?"
    r"(?:(?:also|has|have|had|then|later|now|further|again|in|its|their|her|his|report|reports|letter|findings?"
    r"|new|latest|response|meanwhile|however|previously|did|does|do|is|was|were|are|be|been|being|both|all|who"
    r"|which|today|yesterday|therefore|themselves|it|but|and|this week|last week|on \w+day|\w+ly|still|often"
    r"|to|not|only|too|nevertheless|though|by the \w+|figures|data|statistics|inspectors|report's"
    r"|authors?)[\s,]+)*",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\s+(?:who|which|that|visiting|checking|looking|examining|reviewing|working|writing|speaking|interviewed"
    r"|surveyed|sent|appointed)\s[^,;:]{0,70}",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\s+(?:of|in|at|from|to|into|on|for|with)\s[^,;:]{0,60}", re.IGNORECASE)
_ASIDE = re.compile(
    r"\s*(?:,|\(|–|—|-)\s.{0,220}(?:,|\)|–|—|-)\s*(?:(?:has|have|had|also|then|\w+ly)\s+)*", re.DOTALL
)
_INVERTED = re.compile(r"\s+(?:[\w'’-]+,?\s+){0,8}")
_APPOSED = re.compile(r",\s(?:[\w'-]+\s){0,4}")
_IN_WORDS = re.compile(r"(?:'s?)?\s+(?:own\s+)?(?:words|phrase|view|opinion|description|verdict)\b")
_CLAUSE = re.compile(
    r"\b(?:that|to|it|they|he|she|we|there|had|has|have|was|were|is|are|would|will)\b", re.IGNORECASE
)
_INVERSION_BEFORE = re.compile("[,\x00?!”»\"'’]\\s*$")


class Attribution(NamedTuple):
    """An assertion put down to a voice; ``at`` is where the verb stands, ``speech``: it is of speech."""

    voice: Voice
    at: int
    speech: bool


@cache
def _verbs() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """Return the pattern of all reporting verbs, those of speech, and those of inspectors alone."""
    lists: dict[str, list[str]] = {}
    section = ""
    for line in read_lines(_DATA / "verbs.txt"):
        if line.startswith("["):
            section = line.strip("[]")
        else:
            lists.setdefault(section, []).extend(line.split("|"))
    every = sorted({verb for verbs in lists.values() for verb in verbs}, key=len, reverse=True)
    return (
        re.compile(rf"\b(?:{'|'.join(every)})\b", re.IGNORECASE),
        frozenset(verb.replace(r"\s+", " ") for verb in lists["speech"]),
        (frozenset(lists["finding"]) - frozenset(lists["statement"]) - frozenset(lists["speech"])),
    )


_SUBJECT_REACH = 12  # characters from a sentence's start within which its subject stands
_LEADS_IN = re.compile(r":\s*[“\"'‘«]?$")
_PASSIVE = re.compile(
    r"\b(?:was|were|been|be|is|are|being)\s+(?:\w+ly\s+|also\s+|both\s+|not\s+)*$", re.IGNORECASE
)
_PLACE_BEFORE = re.compile(r"\s(?:to|at|of|in|on|into|across|for)\s+(?:the\s+)?$", re.IGNORECASE)


def _asserts(voice: Voice, between: str, verb: str, *, speech: bool) -> bool:
    """Tell a verb's subject from what stands by "were rated", ", rated good" and "were not told"."""
    if _PASSIVE.search(between):
        # "councillors were told" is what officers told them
        return verb == "told" and voice.source == "council" and voice.number == "group"
    return speech or between.strip() != ","


def _subject_before(masked: str, verb: int, voices: Sequence[Voice], *, speech: bool) -> Voice | None:
    skipped: tuple[int, int] | None = None
    for voice in reversed(voices):
        if voice.end > verb:
            continue
        between = masked[voice.end : verb]
        if skipped is not None and voice.end <= skipped[0]:
            between = masked[voice.end : skipped[0]] + masked[skipped[1] : verb]
        place = _PLACE_BEFORE.search(masked, max(voice.start - 12, 0), voice.start)
        if voice.number == "body" and voice.source == "council" and place:
            skipped = (place.start(), skipped[1] if skipped else voice.end)
            continue  # "a visit to Medway found": the visit is the subject
        if "\x00" in between:
            return None
        if len(between) > 240:
            return None
        if _BETWEEN.fullmatch(between):
            if between.startswith(",") and speech:
                return _head(masked, verb, voice, voices)  # "Jane Marsh, director for families, said"
            return voice
        placed = voice.number in {"group", "document"} and _WHERE.fullmatch(between)
        if (
            (_ASIDE.fullmatch(between) or _WHO.fullmatch(between) or placed)
            and (speech or voice.source == "inspectorate")
            and voice.number != "pronoun"
        ):
            return _head(masked, verb, voice, voices)
    return None


def _head(masked: str, verb: int, voice: Voice, voices: Sequence[Voice]) -> Voice:
    """Return the person whom an aside describes, for a voice inside the aside; else that voice."""
    if voice.number == "person":
        named = (v for v in voices if v.named and _APPOSED.fullmatch(masked, v.end, max(voice.start, v.end)))
        return voice if voice.named else next(named, voice)
    heads = [
        v
        for v in voices
        if v.start < voice.start
        and v.number == "person"
        and "\x00" not in masked[v.end : verb]
        and _ASIDE.fullmatch(masked[v.end : verb])
    ]
    return heads[-1] if heads else voice


def _subject_after(masked: str, verb_end: int, voices: Sequence[Voice]) -> Voice | None:
    for voice in voices:
        if voice.start < verb_end:
            continue
        between = masked[verb_end : voice.start]
        if voice.number == "pronoun" or "\x00" in between or len(between) > 90:
            return None
        if _CLAUSE.search(between) or not _INVERTED.fullmatch(between):
            return None
        if voice.number in {"body", "group"}:
            # "said council leader Jane Marsh" / "said Medway's director Jane Marsh": the person is the head
            for other in voices:
                gap = masked[voice.end : other.start] if other.start >= voice.end else None
                if (
                    gap is not None
                    and other.number == "person"
                    and re.fullmatch(r"(?:'s)?(?:\s+[\w'’-]+){0,8}\s+", gap)
                ):
                    return other
        return voice
    return None


def find_attributions(masked: str, sentence: tuple[int, int], voices: Sequence[Voice]) -> list[Attribution]:
    """Find who is said to assert what in a sentence, in order of position.

    Parameters
    ----------
    masked : str
        The reading text with quoted words blanked out (U+0000).
    sentence : (start, end)
        Where to look.
    voices : sequence of Voice
        The voices of that sentence, in order.
    """
    if not voices:
        return []
    found: list[Attribution] = []
    pattern, speech_verbs, finding_verbs = _verbs()
    for verb in pattern.finditer(masked, *sentence):
        word = " ".join(verb.group().lower().split())
        speech = word in speech_verbs
        if word.endswith("ing") and masked[verb.start() - 2 : verb.start()] == ", " and found:
            found.append(Attribution(found[-1].voice, verb.start(), speech))  # "she said, adding"
            continue
        voice = _subject_before(masked, verb.start(), voices, speech=speech)
        if voice is not None and not _asserts(voice, masked[voice.end : verb.start()], word, speech=speech):
            voice = None
        if voice is not None and word in finding_verbs and voice.source not in {"inspectorate", None}:
            voice = None  # what managers or parents "found" or "identified" is not an assertion of theirs
        if voice is None and speech and _INVERSION_BEFORE.search(masked, sentence[0], verb.start()):
            voice = _subject_after(masked, verb.end(), voices)
        if voice is not None:
            found.append(Attribution(voice, verb.start(), speech))
    for voice in voices:
        if _ACCORDING.search(masked, max(sentence[0], voice.start - 40), voice.start):
            found.append(Attribution(voice, voice.start, speech=False))
        elif _IN_WORDS.match(masked, voice.end, sentence[1]):
            found.append(Attribution(voice, voice.start, speech=True))
    return sorted(found, key=lambda a: a.at) or _lead_in(masked, sentence, voices)


def _lead_in(masked: str, sentence: tuple[int, int], voices: Sequence[Voice]) -> list[Attribution]:
    """Take the one before a colon and a quotation as its speaker ("Marsh was blunt: ...")."""
    quote = masked.find("\x00", *sentence)
    subject = next((v for v in voices if v.number == "person" and v.end <= quote), None)
    if subject is None:  # not the council of a list's item ("Medway: ...")
        first = (v for v in voices if v.start - sentence[0] <= _SUBJECT_REACH and v.end <= quote)
        subject = next((v for v in first if (v.number, v.source) != ("body", "council")), None)
    if subject is None or not _LEADS_IN.search(masked, subject.end, quote):
        return []
    return [Attribution(subject, subject.end, speech=True)]
