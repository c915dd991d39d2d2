"""What an entry of the catalogue of hostile inputs is."""

from __future__ import annotations

from typing import NamedTuple

SENTENCE = "Ofsted inspectors judged children's services at Northmoor council to be inadequate in May 2020. "
RECORD = "record"


class Hostile(NamedTuple):
    """A file that means harm.

    ``outcome`` is :data:`RECORD` where it can be read after all, else the key of its error.
    """

    name: str
    content: bytes
    outcome: str = RECORD
