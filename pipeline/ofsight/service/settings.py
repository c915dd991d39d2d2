"""What the service is asked to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ofsight.engine.settings import Limits, WorkSettings

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8000
DEFAULT_MEGABYTES: Final = 5
"""The largest request; a long inspection report as PDF has less than one."""
DEFAULT_SECONDS: Final = 60.0
"""Processor time that one document may take: somebody waits for it."""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """How requests are treated.

    Parameters
    ----------
    work : WorkSettings
        What is done to each document. Its ``max_bytes`` bounds a request, and what it unpacks to.
    limits : Limits
        What one document may cost.
    workers : int
        Processes that annotate, each one document at a time.
    waiting : int
        Requests that may wait while the workers are busy; more are refused.
    max_documents : int
        Documents in one request; archives are for ``ofsight annotate``.
    body_seconds : float
        Time by the clock that a request may take to arrive.
    hosts : frozenset of str
        Names by which the service may be called beside those of the loopback interface.
    beyond_loopback : bool
        Whether other machines may call it, by its addresses.
    """

    work: WorkSettings = field(default_factory=WorkSettings)
    limits: Limits = field(default_factory=lambda: Limits(seconds=DEFAULT_SECONDS))
    workers: int = 1
    waiting: int = 16
    max_documents: int = 100
    body_seconds: float = 30.0
    hosts: frozenset[str] = frozenset()
    beyond_loopback: bool = False

    @property
    def max_bytes(self) -> int:
        """The largest request, and the most that it may unpack to."""
        return self.work.max_bytes
