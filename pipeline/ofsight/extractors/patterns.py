r"""The YAML file of an extractor of rules: which phrases, expressions and terms make which label.

::

    name: agencies
    version: "1.0"
    entities:
      - label: AGENCY
        phrases: [Northmoor Staffing, Castlegate Care]
      - label: CASE_NUMBER
        regex: 'SW/(?P<value>\d{4}/\d+)'
    themes:
      - theme: unregistered_placements
        terms: [unregistered, illegal/unlawful placement*]

docs/tutorials/patterns.md explains every key.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import regex
import srsly
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ofsight.errors import ExtractorError
from ofsight.read.rules.terms import read_term, split_words
from ofsight.record.types import Value

ENDINGS: Final = (".yaml", ".yml")
LONGEST_REGEX: Final = 500
"""Characters: what is longer is better written as several."""
VALUE_GROUP: Final = "value"
"""The named group of a regular expression that gives the entity's value."""

MOST_FORMS: Final = 1000
"""Of a term with its alternatives written out."""
MOST_GAPS: Final = 3
"""``..`` in one term."""
_LARGEST_FILE: Final = 5_000_000  # bytes
_OPTION = re.compile(r"_|#|\.\.|[^\W_]+(?:'[^\W_]+)?\*?")
# What a token is by itself; nothing that a tagger or parser would have to say first.
_TOKEN_KEYS: Final = frozenset(
    {"ORTH", "TEXT", "LOWER", "NORM", "LENGTH", "SHAPE", "OP"}
    | {"IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE", "IS_PUNCT", "LIKE_NUM"}
)
_TOKEN_TESTS: Final = frozenset({"IN", "NOT_IN", "FUZZY", "==", "!=", ">=", "<=", ">", "<"})


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _phrase_table(value: Any) -> Any:
    """Turn a list of phrases into a table in which they have no values of their own."""
    phrases = _one_or_more(value)
    if not isinstance(phrases, list):
        return phrases
    for number, phrase in enumerate(phrases, start=1):
        if not isinstance(phrase, str):
            raise PydanticCustomError(
                "phrase",
                "number {number} is no text but {phrase}; put it in quotation marks",
                {"number": number, "phrase": repr(phrase)},
            )
    return dict.fromkeys(phrases)


def _check_regex(source: str) -> str:
    if len(source) > LONGEST_REGEX:
        raise PydanticCustomError(
            "regex",
            "is {length} characters long; write several, each of at most {most}",
            {"length": len(source), "most": LONGEST_REGEX},
        )
    try:
        compiled = regex.compile(source)
    except regex.error as error:
        raise PydanticCustomError(
            "regex", "is no regular expression: {reason}", {"reason": str(error)}
        ) from None
    if compiled.fullmatch("", timeout=1.0):
        raise PydanticCustomError("regex", "matches the empty string, so everywhere; ask for one character")
    return source


def _check_phrase(phrase: str) -> str:
    if not phrase.strip() or phrase != phrase.strip():
        raise PydanticCustomError("phrase", "is blank, or has white space at its ends; leave that out")
    return phrase


def _check_term(line: str) -> str:
    """Return a term in the notation of the lexicons: in small letters, without hyphens."""
    plain = line.strip().lower().replace("’", "'").replace("-", " ")
    try:
        slots = read_term("", plain).pattern.split()
    except ValueError:
        raise PydanticCustomError("term", "is blank") from None
    for slot in slots:
        for option in slot.removesuffix("?").split("/"):
            _check_option(option)
    if all(slot.endswith("?") for slot in slots):
        raise PydanticCustomError("term", "has no word that must be there")
    forms = math.prod(slot.count("/") + 1 + slot.endswith("?") for slot in slots)
    if forms > MOST_FORMS or slots.count("..") > MOST_GAPS:
        raise PydanticCustomError(
            "term",
            "comes to {forms} forms and {gaps} gaps; write several terms, each with at most {most_forms} and"
            " {most_gaps}",
            {"forms": forms, "gaps": slots.count(".."), "most_forms": MOST_FORMS, "most_gaps": MOST_GAPS},
        )
    return plain


def _check_option(option: str) -> None:
    if not _OPTION.fullmatch(option):
        raise PydanticCustomError(
            "term",
            "has the part {part}: a term is made of words, word*, one/other, left/out?, _, # and ..",
            {"part": repr(option)},
        )
    word = option.removesuffix("*")
    if word not in {"_", "#", ".."} and split_words(word).words != [word]:
        raise PydanticCustomError(
            "term",
            "has the word {word}, which is never found: words are of the letters a to z or of digits, without"
            " possessive 's",
            {"word": repr(word)},
        )


def _check_token_pattern(pattern: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for token in pattern:
        for key, test in token.items():
            if key not in _TOKEN_KEYS:
                raise PydanticCustomError(
                    "token",
                    "asks for {key}: tokens are known by {known}; for expressions use regex",
                    {"key": repr(key), "known": ", ".join(sorted(_TOKEN_KEYS))},
                )
            unknown = set(test) - _TOKEN_TESTS if isinstance(test, dict) else set()
            if unknown:
                raise PydanticCustomError(
                    "token",
                    "has the test {test}: the tests are {known}",
                    {"test": repr(sorted(unknown)[0]), "known": ", ".join(sorted(_TOKEN_TESTS))},
                )
    if all(token.get("OP") in {"?", "*", "!"} for token in pattern):
        raise PydanticCustomError("token", "has no token that must be there")
    return pattern


Label = Annotated[str, Field(pattern=r"^\S+$", max_length=100)]
Phrase = Annotated[str, Field(max_length=300), AfterValidator(_check_phrase)]
Term = Annotated[str, Field(max_length=300), AfterValidator(_check_term)]
"""A term in the form of the lexicons, see :mod:`ofsight.read.rules.terms`."""
Regex = Annotated[str, AfterValidator(_check_regex)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class EntityPattern(_Strict):
    """What makes an entity label: phrases, regular expressions or patterns over tokens."""

    label: Label
    """The entity label."""
    phrases: Annotated[dict[Phrase, Value], Field(min_length=1), BeforeValidator(_phrase_table)] | None = None
    """Words as they stand in the text, each perhaps with its value; any white space may part them."""
    regex: Annotated[list[Regex], Field(min_length=1), BeforeValidator(_one_or_more)] | None = None
    """Regular expressions; a group named ``value`` gives the value."""
    tokens: (
        Annotated[
            list[Annotated[list[dict[str, Any]], Field(min_length=1), AfterValidator(_check_token_pattern)]],
            Field(min_length=1),
        ]
        | None
    ) = None
    """Patterns over tokens as spaCy's Matcher takes them."""
    ignore_case: bool = False
    """Take capitals and small letters for the same, in phrases and regular expressions."""
    value: Value = None
    """The value of entities that have none of their own."""
    score: Annotated[float, Field(gt=0, le=1)] = 1.0
    """How sure it is."""

    @model_validator(mode="after")
    def _has_pattern(self) -> Self:
        if self.phrases is None and self.regex is None and self.tokens is None:
            raise PydanticCustomError("entry", "has no phrases, regex or tokens; give one of them")
        return self


class ThemePattern(_Strict):
    """What makes a theme: terms in the sentence."""

    theme: Label
    """The theme."""
    terms: Annotated[list[Term], Field(min_length=1), BeforeValidator(_one_or_more)]
    """Terms that speak for it, in the notation of the lexicons."""
    unless: Annotated[list[Term], BeforeValidator(_one_or_more)] = []
    """Terms whose words do not count."""
    where: Literal["sentences", "findings"] = "sentences"
    """Every sentence that fits is a finding, or only what the model finds may have the theme."""


class PatternFile(_Strict):
    """An extractor of rules."""

    name: Label
    """How records name it."""
    version: Annotated[str, Field(min_length=1)] = "1"
    """Of the rules."""
    description: str = ""
    """What it is for."""
    entities: list[EntityPattern] = []
    """The entity labels."""
    themes: list[ThemePattern] = []
    """The themes."""

    @model_validator(mode="after")
    def _has_entries(self) -> Self:
        if not self.entities and not self.themes:
            raise PydanticCustomError("file", "has neither entities nor themes; give one of them")
        twice = [theme for theme, count in Counter(t.theme for t in self.themes).items() if count > 1]
        if twice:
            raise PydanticCustomError(
                "file", "has the theme {theme} twice; put its terms together", {"theme": twice[0]}
            )
        return self


def read_patterns(path: Path) -> tuple[PatternFile, bytes]:
    """Read and check a file of patterns.

    Returns
    -------
    PatternFile, bytes
        The patterns, and the content of the file.

    Raises
    ------
    ExtractorError
        That names the file, the entry, what is wrong there and what to do.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ExtractorError(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(content) > _LARGEST_FILE:
        raise ExtractorError(f"{path}: is larger than {_LARGEST_FILE:,} bytes; split it into several files")
    try:
        # The safe loader: plain data only, no Python objects.
        data = srsly.yaml_loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ExtractorError(f"{path}: is not in UTF-8 (byte {error.start}); save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise ExtractorError(f"{path}: is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise ExtractorError(f"{path}: should hold keys such as name, entities and themes at its top")
    try:
        return PatternFile.model_validate(data), content
    except ValidationError as error:
        faults = [f"{path}: {_entry(data, where)}{what}" for where, what in _faults(error)]
        raise ExtractorError("\n".join(faults)) from error


def _faults(error: ValidationError) -> Iterator[tuple[list[str | int], str]]:
    """Give the place and the message of each fault."""
    for fault in error.errors(include_url=False, include_input=False):
        message = fault["msg"]
        yield [part for part in fault["loc"] if part != "[key]"], message[:1].lower() + message[1:]


def _entry(data: dict[str, Any], place: list[str | int]) -> str:
    """Return an entry's place in words: ``entities[2] (AGENCY): regex[1]: ``, counted from 1."""
    if not place:
        return ""
    words = ""
    here: Any = data
    for part in place:
        words += f"[{part + 1}]" if isinstance(part, int) else (": " if words else "") + part
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            here = None
        name = (here.get("label") or here.get("theme")) if isinstance(here, dict) else None
        if name and here is not data:
            words += f" ({name})"
    return words + ": "
