"""A checksum over the inputs of a run, in their order, that can be gone on with."""

from __future__ import annotations

import hashlib


class InputsSeen:
    """A chain: each input's name and checksum with the digest of all before it.

    Parameters
    ----------
    digest : str
        Where an earlier run stood.

    Examples
    --------
    >>> seen = InputsSeen()
    >>> seen.add("a.txt", "00")
    >>> InputsSeen(seen.digest).digest == seen.digest
    True
    """

    def __init__(self, digest: str = "") -> None:
        self.digest = digest

    def add(self, name: str, checksum: str | None) -> None:
        """Add the next input; one that cannot be read has no checksum."""
        parts = (self.digest, name, checksum or "")
        joined = "\0".join(parts).encode("utf-8", "surrogatepass")
        self.digest = hashlib.sha256(joined).hexdigest()
