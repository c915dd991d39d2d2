"""Hostile plain texts: encodings, invisible characters, and what makes rules look at everything twice."""

from __future__ import annotations

import codecs

from .hostile import SENTENCE, Hostile

_REPORT = (
    "Northmoor\nInspection of children's social care services\nInspection dates: 4 to 15 May 2020\n"
    "Lead inspector: Anna Smith, Her Majesty's Inspector\n"
    "Judgement\tGrade\nOverall effectiveness\tInadequate\n\n"
)
_SHORT = 30_000
"""Characters of the texts that were slow once: enough to tell a square from a line."""


def encodings() -> list[Hostile]:
    """Return bytes that are no good UTF-8, or good and odd."""
    sentence = SENTENCE.encode()
    return [
        Hostile("invalid-utf8.txt", b"\xff\xfe\xfd" * 3 + b" caf\xe9 " + sentence + b"\x80\xbf"),
        Hostile("overlong.txt", b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf " + sentence),
        Hostile("cut-character.txt", sentence + "“".encode()[:2]),
        Hostile("surrogates-in-utf8.txt", b"\xed\xa0\x80\xed\xbf\xbf " + sentence),
        Hostile("utf16-marked.txt", codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be")),
        Hostile("utf16-bare.txt", SENTENCE.encode("utf-16-le")),
        Hostile("utf16-odd-length.txt", codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le")[:-1]),
        Hostile(
            "utf16-half-pairs.txt", codecs.BOM_UTF16_LE + b"\x00\xd8" * 50 + SENTENCE.encode("utf-16-le")
        ),
        Hostile("utf32-marked.txt", codecs.BOM_UTF32_LE + SENTENCE.encode("utf-32-le")),
        Hostile("utf32-bare.txt", SENTENCE.encode("utf-32-le"), "binary"),
        Hostile("only-a-mark.txt", codecs.BOM_UTF8, "empty"),
        Hostile("nul-bytes.txt", SENTENCE.replace(" ", "\0").encode(), "binary"),
        Hostile("few-nul-bytes.txt", sentence * 40 + b"\0" + sentence * 40),
        Hostile("noise.txt", bytes(range(256)) * 40, "binary"),
        Hostile("terminal-escapes.txt", b"\x1b[2J\x1b]0;owned\x07" + sentence * 9),
    ]


def invisible() -> list[Hostile]:
    """Return characters that are not seen, turn the text round, or stand on each other."""
    return [
        Hostile("bidi.txt", f"\u202e{SENTENCE}\u202c\u2066{SENTENCE}\u2069\u061c".encode()),
        Hostile("zero-width.txt", "\u200b".join(SENTENCE * 9).encode()),
        Hostile("only-zero-width.txt", ("\u200b\u200d\ufeff" * 500).encode(), "empty"),
        Hostile("only-combining.txt", ("\u0301\u0327" * 5000).encode()),
        Hostile("stacked-marks.txt", "".join(letter + "\u0336" * 60 for letter in SENTENCE).encode()),
        Hostile("emoji.txt", ("👩‍👧‍👦🏳️‍🌈👍🏽 " * 900 + SENTENCE).encode()),
        Hostile("private-use.txt", ("\uf0b7\ue000\uffff\U0010ffff " * 900 + SENTENCE).encode()),
        Hostile("other-digits.txt", "In ٢٠٢٠ and ²⁰²⁰ and Ⅻ, ½ of １２３ children waited. ".encode() * 200),
        Hostile("growing-when-folded.txt", ("İẞŉǰΐﬃ" * 900 + " " + SENTENCE).encode()),
        Hostile("separators.txt", "\u2028\u2029\x85\v\f".join(SENTENCE * 3).encode()),
        Hostile("only-punctuation.txt", ("?!…;:,.-–—()[]{}“”‘’" * 900).encode()),
        Hostile("blank.txt", " \n\t\r\n\u00a0".encode() * 5000, "empty"),
        Hostile("no-bytes.txt", b"", "empty"),
    ]


def shapes() -> list[Hostile]:
    """Return texts of extreme shape."""
    return [
        Hostile("one-long-word.txt", b"a" * 300_000),
        Hostile("one-long-number.txt", b"7" * 100_000),
        Hostile("one-long-sentence.txt", b"children and families " * 8000),
        Hostile("one-long-paragraph.txt", SENTENCE.encode() * 300),
        Hostile("number-without-end.txt", f"The council paid £{'9' * 400}m for {'9' * 400} homes.".encode()),
        Hostile("many-newlines.txt", b"First.\n" + b"\n" * 1_000_000 + b"Last."),
        Hostile("many-spaces.txt", b"First." + b" " * 300_000 + b"Last."),
        Hostile("many-form-feeds.txt", _REPORT.encode() + b"\f" * 100_000 + SENTENCE.encode()),
        Hostile("one-letter-lines.txt", b"a\n" * 4000),
        Hostile("one-letter-paragraphs.txt", b"a\n\n" * 4000),
        Hostile("same-line.txt", b"Subscribe to our newsletter\n" * 2000),
        Hostile("no-line-break.txt", (_REPORT + SENTENCE * 200).replace("\n", " ").encode()),
        Hostile("carriage-returns.txt", (_REPORT + SENTENCE).replace("\n", "\r").encode() * 20),
    ]


def slow_ones() -> list[Hostile]:
    """Return what once took time that grew with the square of its length, or doubled with every word."""

    def much(words: str, length: int = _SHORT) -> bytes:
        return (words * (length // len(words))).encode()

    role = "The director of children's services at "
    report = _REPORT.encode()
    return [
        Hostile("capitals-after-a-role.txt", f"{role}{'A' * 60}; Anna Smith said so. ".encode() * 9),
        Hostile("titles-after-a-role.txt", f"{role}Hull, {'Dr ' * 24}; Anna Smith said so. ".encode() * 9),
        Hostile("and-and-and.txt", b"Ofsted rated Halton good in 2014 " + b"and " * 40 + b"x 2018. "),
        Hostile("digits-as-dates.txt", report.replace(b"4 to 15 May 2020", b"1" * 60 + b"/")),
        Hostile("months-as-dates.txt", report.replace(b"4 to 15 May 2020", b"May" * 40 + b"/")),
        Hostile(
            "inspectors-initials.txt", b"Dear Anna\n\n" + report + b"HMI " * 40 + b"x\nYours sincerely\n"
        ),
        Hostile("numbers-as-ages.txt", b"Children aged " + b"1,234," * 12 + b"5 waited. " + much("1,234,")),
        Hostile("reply-numbers.txt", SENTENCE.encode() + b"\n\nreply " + b"9" * 80 + b"x\n" * 3),
        Hostile("dashes-and-words.txt", SENTENCE.encode() + b"\n\n" + b"a - " * 95 + b".\n"),
        Hostile("crumbs.txt", SENTENCE.encode() + b"\n\n" + b"a > , " * 60 + b".\n"),
        Hostile("news-and-news.txt", SENTENCE.encode() + b"\n\nnews" + b" and a" * 60 + b"!\n"),
        Hostile("quotation-marks.txt", much("“‘\"' ")),
        Hostile("opening-marks.txt", much("“A b. ", 9000)),
        Hostile("single-marks.txt", much("‘a ")),
        Hostile("marks-in-a-report.txt", report + much("“a b c d” ")),
        Hostile("brackets.txt", much("([{")),
        Hostile("initials.txt", report + much("A. ", 9000)),
        Hostile("names.txt", much("Anna Smith, ")),
        Hostile("dates.txt", report + much("1 and 2 May 2020, ")),
        Hostile("days-in-a-row.txt", report + much("1-")),
        Hostile("money.txt", report + much("£1m ", 3000)),
        Hostile("shares.txt", report + much("from 1 to ten per cent ", 6000)),
        Hostile("ampersands.txt", report + much("& ")),
        Hostile("grades.txt", report + much("rated inadequate in every area ")),
        Hostile("interim.txt", report + much("interim ")),
        Hostile("councils.txt", much("Reading, Halton and London Borough of ")),
        Hostile("spaces-after-a-grade.txt", report + b"Overall it is good" + b" " * 20_000 + b"so"),
    ]
