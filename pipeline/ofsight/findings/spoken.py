"""Read the sentences of an article for voices and attributions, pronouns resolved in order of reading."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ofsight.reading import Mention, SentenceReading
from ofsight.record import Block, Entity

from .attribution import Attribution, find_attributions
from .memory import Memory, within_sentence
from .voices import People, Voice, find_voices

_SUBJECT_REACH = 40  # characters from a sentence's start within which a person is its subject


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence: where it is, who is named, who asserts what, and how much of it is quoted (0..1).

    ``attributions`` pairs each attribution with the voice that it means, None for a pronoun that means
    nobody known. ``subject`` is the person of whom the sentence tells, pronouns resolved.
    """

    start: int
    end: int
    block: int
    voices: tuple[Voice, ...]
    attributions: tuple[tuple[Attribution, Voice | None], ...]
    quoted_share: float
    subject: Voice | None = None

    @property
    def span(self) -> tuple[int, int]:
        """Where it is."""
        return self.start, self.end


def mask_quoted(text: str, quotations: Sequence[Mention]) -> str:
    """Blank quoted words with U+0000, one for one: who is named in a quotation does not speak it."""
    parts: list[str] = []
    position = 0
    for quotation in quotations:
        parts.append(text[position : quotation.start])
        parts.append("\x00" * (quotation.end - max(quotation.start, position)))
        position = max(quotation.end, position)
    parts.append(text[position:])
    return "".join(parts)


def _subject(text: str, start: int, voices: Sequence[Voice], memory: Memory) -> Voice | None:
    """Return the person in the place of a sentence's subject, whom "he" or "she" means."""
    first = next((v for v in voices if v.start - start <= _SUBJECT_REACH), None)
    if first is None:
        return None
    if first.number == "pronoun":
        word = text[first.start : first.end].lower()
        return memory.resolve(first, word) if word in {"he", "she"} else None
    return first if first.number == "person" and first.source is not None else None


def read_spoken(
    text: str,
    masked: str,
    *,
    blocks: Sequence[Block],
    readings: Sequence[SentenceReading],
    entities: Sequence[Entity],
    quotations: Sequence[Mention],
) -> list[Spoken]:
    """Read all sentences.

    Parameters
    ----------
    text, masked : str
        The reading text, and the same with quoted words blanked.
    blocks, readings, entities, quotations
        Of the document's body, in order.
    """
    people, memory = People(), Memory()
    block_starts = [block.start for block in blocks]
    entity_starts = [entity.start for entity in entities]
    quotation_ends = [quotation.end for quotation in quotations]
    spoken: list[Spoken] = []
    for reading in readings:
        span = (reading.start, reading.end)
        named = entities[bisect_left(entity_starts, span[0]) : bisect_left(entity_starts, span[1])]
        voices = find_voices(masked, span, named, people)
        resolved: list[tuple[Attribution, Voice | None]] = []
        for attribution in find_attributions(masked, span, voices):
            voice = attribution.voice
            word = text[voice.start : voice.end].lower()
            whom = within_sentence(voice, word, voices) or memory.resolve(voice, word)
            resolved.append((attribution, whom))
            if whom is not None and voice.number != "pronoun":
                memory.hear(whom)
        subject = _subject(text, span[0], voices, memory)
        heard = {attribution.voice for attribution, _ in resolved}
        for voice in voices:
            if voice not in heard:
                memory.meet(voice, span[0])
        memory.begin(span[0], voices)
        quoted = 0
        for quotation in quotations[bisect_right(quotation_ends, span[0]) :]:
            if quotation.start >= span[1]:
                break
            quoted += min(quotation.end, span[1]) - max(quotation.start, span[0])
        spoken.append(
            Spoken(
                *span,
                block=max(bisect_right(block_starts, span[0]) - 1, 0),
                voices=tuple(voices),
                attributions=tuple(resolved),
                quoted_share=quoted / max(span[1] - span[0], 1),
                subject=subject,
            )
        )
    return spoken
