"""How people who speak in an article are named: titles, names alone, posts, spokespeople."""

from __future__ import annotations

import re

from ofsight.record.types import SourceClass

_NAME = r"[A-Z][\w'’-]+(?:\s+(?:[A-Z][\w'’-]+|de|van|der|al|bin|O'[A-Z]\w+)){0,3}"
TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Clr|Coun|Councillor|Sir|Dame|Lord|Lady|Baroness|Prof|Professor|Ald|Alderman)"
    rf"\.?\s+({_NAME})"
)
BARE_NAME = re.compile(r"\b[A-Z][a-z]+(?:\s+(?:[A-Z]\.\s+)?(?:[A-Z][\w'’-]+)){1,2}\b")
_SPEECH = (
    r"(?:said|says|added|adds|told|tells|recalled|recalls|remembers|remembered|explained|explains|wrote|writes|replied"
    r"|replies|asked|asks|laughed|laughs|thinks|admits|admitted|insists|insisted)"
)
FIRST_NAME = re.compile(  # one name alone, told by its verb or by what stands beside it: "Tamsin, 15,"
    rf"\b[A-Z][a-z]+(?:-[A-Z][a-z]+)?(?=\s+(?:also\s+)?{_SPEECH}\b|,\s+(?:(?:aged\s+)?\d\d?\b|who\b|whose\b|from\s+[A-Z]))"
    r"|(?:(?<=said\s)|(?<=says\s)|(?<=added\s)|(?<=adds\s)|(?<=recalled\s)|(?<=recalls\s)"
    r"|(?<=remembers\s)|(?<=[Ww]hen\s))[A-Z][a-z]+(?:-[A-Z][a-z]+)?\b"
)
NO_NAME = re.compile(
    r"(?:(?:A|An|And|After|Another|Although|As|Asked|At|Because|Before|But|By|Children|Few|For|From|He|Her|His|How|If"
    r"|In|Inspectors|It|Its|Last|Managers|Many|Most|Mr|Mrs|Ms|My|No|Nobody|Nor|Not|Now|Of|On|One|Or|Our|Parents|She"
    r"|Since|So|Some|Staff|Teachers|That|The|Their|Then|There|These|They|This|Those|Though|Today|Two|Under|We|What"
    r"|When|Where|Which|While|Who|Why|With|Yet|You|Your|Yesterday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
    r"|Sunday|January|February|March|April|June|July|August|September|October|November|December|Everyone|Nothing"
    r"|Neither|Both|Others|Several|Once|Here|Carers|Councillors|Ministers|Officers|Officials|Police|Families|Judge"
    r"|Dr|Cllr|Clr|Coun|Councillor|Mx|Miss|Sir|Dame|Lord|Lady|Baroness|Prof|Professor)\.?"
    r"(?:\s+|\b))+"
)
PLACED = re.compile(r"\b(?:in|at|from|near|to|of|on|for|told|the|into|outside|around|across|via|through)\s+$")
THAT_CLAUSE = re.compile(r"that\s(?=(?:an?|the|its|their|his|her|our|one|every)\s)", re.IGNORECASE)
BEFORE_POST = re.compile(
    r"\b(?:an?|the|its|their|our|his|her|your|one|another)\s+(?:[\w'&-]+\s+){0,3}?$", re.IGNORECASE
)
PERSONAL = re.compile(r",\s+(?:(?:aged\s+)?\d\d?\b|who\b|whose\b|of\s+[A-Z]|from\s+[A-Z])")
PLACE_AFTER = re.compile(r"\s+(?:in|from|at)\s+[A-Z][\w'-]*\w(?:\s+[A-Z][\w'-]*\w)*")
SPOKES = re.compile(
    r"\bspokes(?:person|man|woman|people|persons)\b"
    r"(?:\s+for\s+(?:the\s+)?(?:[A-Z][\w'’&-]*|council|authority|department|trust|government|union|charity|of|for"
    r"|and|local|city|county|borough)(?:\s+(?:[A-Z][\w'’&-]*|council|authority|of|for|and))*)?",
)
BEFORE_SPOKES = re.compile(
    r"(?:\b(?:an?|the|its|one|another)\s+)?(?:(?:[A-Z][\w'’&.-]*|of|for|and|council|borough|city|county|authority"
    r"|department|trust|government|local|union|charity|senior|official|joint)(?:'s)?\s+){0,8}$",
    re.IGNORECASE,
)
ARTICLE_START = re.compile(r"(?:an?|the|its|one|another|our)\s+", re.IGNORECASE)
SPOKES_FOR: tuple[tuple[SourceClass, re.Pattern[str]], ...] = (
    (
        "government",
        re.compile(r"\b(?:government|department|dfe|ministry|downing|cabinet office)\b", re.IGNORECASE),
    ),
    ("inspectorate", re.compile(r"\b(?:ofsted|inspectorate|cqc|watchdog|regulator)\b", re.IGNORECASE)),
    (
        "other",
        re.compile(
            r"\b(?:union|unison|charity|association|police|nhs|trust board|icb|ccg|school|university|basw"
            r"|adcs|lga|nspcc|barnardo's|society)\b",
            re.IGNORECASE,
        ),
    ),
)


TITLE_BEFORE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Clr|Coun|Councillor|Sir|Dame|Lord|Lady|Baroness|Prof|Professor)\.?\s+$"
)
CAPITALISED = re.compile(r"\b[A-Z][\w'’-]+")
REACH_BEFORE, REACH_AFTER = 90, 110  # characters around a name within which a post or a body is its own
HOLDER = re.compile(r"(?:\s(?:for|of|sent\s+by|in|at|to|from|on|with)\s[^,;:.\x00]{1,60},|,)?\s+")
"""What stands between a post and the name of who holds it: "the minister for families, Nora Pym"."""
