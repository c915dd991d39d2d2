"""A small table of words with random weights."""

from __future__ import annotations

from zlib import crc32

import numpy as np

from ofsight.read.network.words import WordTable

TERMS = ("the", "boats", "sank", "the boats", "boats sank")


def key(term: str) -> int:
    return crc32(term.encode())


def table(*terms: str, outputs: int = 4, seed: int = 0) -> WordTable:
    """A table over these terms with random weights."""
    random = np.random.default_rng(seed)
    return WordTable(
        keys=np.array(sorted(map(key, terms)), np.uint32),
        rarity=random.uniform(1, 3, len(terms)).astype(np.float32),
        weights=random.integers(-127, 128, (len(terms), outputs)).astype(np.int8),
        scales=random.uniform(0.01, 0.1, outputs).astype(np.float32),
        biases=random.normal(size=outputs).astype(np.float32),
    )
