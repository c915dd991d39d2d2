"""Articles made of invented words, for which it is known what they share."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from ofsight.record import AnnotatorInfo, Block, Meta, Record, Source
from ofsight.record.rules import text_checksum

_SYLLABLES = ("ba", "de", "lo", "mi", "ru", "sta", "ven", "wick", "tor", "hal", "éa", "ny")


def words(seed: int, count: int = 200) -> list[str]:
    """Words in a random order; two seeds share hardly a run of three."""
    draw = random.Random(seed)  # noqa: S311  (words, no secrets)
    return ["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 3))) for _ in range(count)]


def prose(seed: int, count: int = 200) -> str:
    """As :func:`words`, with commas, full stops and capitals."""
    return ", ".join(words(seed, count)).capitalize() + "."


def page(id_: str, *parts: tuple[str, str], **changes: Any) -> Record:
    """A record of blocks, each given by label and text."""
    text = ""
    blocks = []
    for label, piece in parts:
        blocks.append(Block(start=len(text), end=len(text) + len(piece), label=label))
        text += piece + "\n"
    fields: dict[str, Any] = {
        "id": id_,
        "source": Source(path=f"{id_}.txt", media_type="text/plain", sha256="0" * 64),
        "meta": Meta(),
        "text": text,
        "text_sha256": text_checksum(text),
        "blocks": tuple(blocks),
        "model": AnnotatorInfo(annotator="test"),
    }
    return Record(**(fields | changes))


def article(id_: str, text: str) -> Record:
    """A record of one paragraph."""
    return page(id_, ("paragraph", text))


def articles(texts: Sequence[str]) -> list[Record]:
    """Records ``a0``, ``a1``... of one paragraph each."""
    return [article(f"a{number}", text) for number, text in enumerate(texts)]
