"""Who has spoken so far, and whom "he", "it" or "they" means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ofsight.record.types import SourceClass

from .voices import Voice

_SUBJECT_REACH = 12  # characters from a sentence's start within which its subject stands


def within_sentence(pronoun: Voice, word: str, voices: Sequence[Voice]) -> Voice | None:
    """Return whom "they", "it" or "a spokesperson" means by what stands before it in the same sentence."""
    if pronoun.identity == "spokesperson" and pronoun.source is None and not word.startswith("the "):
        bodies = [v for v in voices if v.end <= pronoun.start and v.number == "body"]
        return pronoun._replace(source=bodies[-1].source) if bodies else None
    if pronoun.number != "pronoun" or word not in {"it", "they"}:
        return None
    numbers = {"body", "document"} if word == "it" else {"group"}
    before = [v for v in voices if v.end <= pronoun.start and v.number in numbers and v.source is not None]
    return before[-1] if before else None


def _later(one: Voice | None, other: Voice | None) -> Voice | None:
    if one is None or other is None:
        return one or other
    return one if one.start > other.start else other


@dataclass(slots=True)
class Memory:
    """The last voices of each kind, in order of reading."""

    last: Voice | None = None
    person: Voice | None = None
    body: Voice | None = None
    group: Voice | None = None
    subject: Voice | None = None
    spokesperson: SourceClass | None = None

    def resolve(self, voice: Voice, word: str) -> Voice | None:
        """Return whom a voice refers to: itself when explicit, the last fitting one for a pronoun.

        Parameters
        ----------
        voice : Voice
            The subject of a reporting verb.
        word : str
            Its text in lower case.
        """
        if voice.number != "pronoun":
            return voice if voice.source else voice._replace(source=self.spokesperson or "council")
        if word in {"he", "she", "i"}:
            return self.person
        if word == "we":
            return self.last
        fitting = {"group", "body"} if word == "they" else {"body", "document"}
        if self.subject is not None and self.subject.number in fitting:
            return self.subject
        if word == "it":
            return self.body or _later(self.group, self.person)
        body = self.body if self.body is not None and self.body.number == "body" else None
        return _later(self.group, body) or self.person

    def hear(self, voice: Voice) -> None:
        """Remember an explicit voice that asserted something."""
        self.last = voice
        if voice.number == "person":
            self.person = voice
            if voice.identity == "spokesperson":
                self.spokesperson = voice.source
                self.body = voice  # "it said" after "a spokesperson said"
        elif voice.number in {"body", "document"}:
            self.body = voice
        else:
            self.group = voice

    def begin(self, sentence: int, voices: Sequence[Voice]) -> None:
        """Remember the subject of a sentence that was read: what "they" and "it" of the next one mean."""
        first = next((v for v in voices if v.start - sentence <= _SUBJECT_REACH), None)
        if first is None or first.number != "pronoun":
            self.subject = first if first is not None and first.source is not None else None

    def meet(self, voice: Voice, sentence: int) -> None:
        """Remember somebody named without a reporting verb: "he said" in the next paragraph may mean him.

        A person told by a noun alone ("a nurse") is remembered as the subject of the ``sentence`` that starts
        there.
        """
        if voice.number == "person" and voice.source is not None:
            if voice.named or voice.start - sentence <= _SUBJECT_REACH:
                self.person = voice
        elif (
            voice.number == "group"
            and voice.source is not None
            and (
                voice.start - sentence <= _SUBJECT_REACH
                or (voice.source == "inspectorate" and self.group is None)
            )
        ):
            self.group = voice
