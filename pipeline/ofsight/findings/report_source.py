"""Whose assertion a sentence of an inspection report is: the inspectors', but for what others told them."""

from __future__ import annotations

import re

from ofsight.record.types import SourceClass

_OTHERS = (
    r"(?:judges?|judiciary|courts?|magistrates|Cafcass|CAFCASS|Court Advisory and Support Service"
    r"|health (?:partners|professionals)|headteachers|schools)"
)
_TOLD = (
    r"(?:reports?|reported|told|tells?|says?|said|states?|stated|comments?|commented|describes?|described"
    r"|commends?|commended|praised?|confirm(?:s|ed)?|spoke|speak|(?:was|were) full of praise"
    r"|(?:was|were|is|are) (?:(?:very|highly) )?(?:complimentary|positive|critical))"
)
_REPORTED = re.compile(
    rf"\b{_OTHERS}\b[^.]{{0,80}}?\b{_TOLD}\b|\b(?:in the (?:view|opinion) of|according to|feedback from"
    rf"|regarded by|praised by) (?:\w+ ){{0,3}}{_OTHERS}\b"
)


def source_in_report(sentence: str) -> SourceClass:
    """Return ``"other"`` where a sentence reports what a court or another body told inspectors.

    Children's and staff's views, and what the authority recognises, stay the inspectorate's (reading 23).

    Examples
    --------
    >>> source_in_report("Cafcass told inspectors that plans are filed on time.")
    'other'
    >>> source_in_report("Children report that they feel safe.")
    'inspectorate'
    """
    return "other" if _REPORTED.search(sentence) else "inspectorate"
