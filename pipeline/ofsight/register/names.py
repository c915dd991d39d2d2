"""Bring names of authorities to one form, and take the council words off them."""

from __future__ import annotations

import re
from typing import NamedTuple

_DASHES = re.compile(r"[\s\-\ufffe\u00ad\u2010-\u2015_/,]+")
_DROPPED = str.maketrans("", "", ".'\u2018\u2019\u02bc\"\u201c\u201d")
_POSSESSIVE = re.compile(r"['\u2019\u02bc]s?$")
_ARTICLE = re.compile(r"^the ")

_SUFFIX = re.compile(
    r"""\s(?:
        (?P<kind> (?:(?:metropolitan|london(?=\sborough)(?<!city\sof\slondon)|royal|county|city|borough
            |district|unitary|town|and)\s)* )
        (?:councils?|corporations?|authorit(?:y|ies)|local\ authorit(?:y|ies))
      | (?P<bare> (?:metropolitan\ |london\ )?borough | local\ authority\ area | metropolitan\ district )
      | (?P<short> mbc | mdc | lbc | bc | cc | dc | ua )
    )$""",
    re.VERBOSE,
)
_LOCAL = re.compile(r"\slocal\sauthorit(?:y|ies)$")
_PREFIX = re.compile(
    r"""^(?:
        (?:the\s)?(?P<kind>
            london\ borough | royal\ borough | metropolitan\ borough | metropolitan\ district | borough | city
          | county | county\ borough | city\ and\ county | council
        )(?:\scouncil)?\sof\s(?:the\s)?
      | corporation\ of\ (?=.)
    )""",
    re.VERBOSE,
)
_ABBREVIATED_KINDS = {
    "mbc": frozenset({"metropolitan", "borough"}),
    "mdc": frozenset({"metropolitan", "district"}),
    "lbc": frozenset({"london", "borough"}),
    "bc": frozenset({"borough"}),
    "dc": frozenset({"district"}),
    "cc": frozenset[str](),  # city council or county council
    "ua": frozenset[str](),
}
KIND_WORDS = frozenset({"metropolitan", "london", "royal", "county", "city", "borough", "district"})


class ParsedName(NamedTuple):
    """A name without its council words: ``core`` ("dorset") and the ``kinds`` they named ({"county"})."""

    core: str
    kinds: frozenset[str]


def normalise(surface: str) -> str:
    """Return a name in lower case with "and" for "&", without article, hyphens, commas and apostrophes.

    Examples
    --------
    >>> normalise("The City of Stoke-on-Trent’s")
    'city of stoke on trent'
    >>> normalise("Bournemouth, Christchurch & Poole")
    'bournemouth christchurch and poole'
    """
    text = _POSSESSIVE.sub("", surface.strip())
    text = _DASHES.sub(" ", text.replace("&", " and ").translate(_DROPPED)).strip().lower()
    return _ARTICLE.sub("", text)


def strip_suffix(name: str) -> ParsedName | None:
    """Take the council words off the end of a normalised name, or None when there are none."""
    name = _LOCAL.sub(" council", name) if _LOCAL.search(name) else name
    found = _SUFFIX.search(name)
    if not found:
        return None
    if found["short"]:
        return ParsedName(name[: found.start()], _ABBREVIATED_KINDS[found["short"]])
    words = (found["kind"] or found["bare"] or "").split()
    return ParsedName(name[: found.start()], KIND_WORDS.intersection(words))


def strip_prefix(name: str) -> ParsedName | None:
    """Take "london borough of", "city of" and the like off the front, or None when there is nothing such."""
    found = _PREFIX.match(name)
    if not found:
        return None
    return ParsedName(name[found.end() :], KIND_WORDS.intersection((found["kind"] or "").split()))


def parse_forms(name: str) -> list[ParsedName]:
    """Return the readings of a normalised name, from the fullest to the barest.

    Examples
    --------
    >>> [form.core for form in parse_forms("city of wolverhampton council")]
    ['city of wolverhampton council', 'city of wolverhampton', 'wolverhampton']
    """
    forms = [ParsedName(name, frozenset())]
    shorter = strip_suffix(name)
    if shorter:
        forms.append(shorter)
        again = strip_suffix(shorter.core)  # "X County Council local authority"
        if again:
            forms.append(ParsedName(again.core, shorter.kinds | again.kinds))
    last = forms[-1]
    barer = strip_prefix(last.core)
    if barer:
        forms.append(ParsedName(barer.core, last.kinds | barer.kinds))
    return forms
