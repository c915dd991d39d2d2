"""What a run tells of itself while it goes on."""

from __future__ import annotations

from ofsight.ingest.document import InputFailure

from .summary import RunSummary


class Listener:
    """Hears of a run; what is not overridden is passed over. :meth:`counted` comes from another thread."""

    wants_total: bool = False
    """Whether the documents shall be counted beforehand, beside the work."""

    def started(self, done: int) -> None:
        """Hear that the workers are there; ``done`` documents were done by an earlier run."""

    def counted(self, total: int) -> None:
        """Hear how many documents there are, those of an earlier run included."""

    def done(self, document_id: str, words: int) -> None:
        """Hear that one more document is done, well or not; ``words`` of its text were annotated."""

    def failed(self, failure: InputFailure) -> None:
        """Hear that the document could not be processed."""

    def ended(self, summary: RunSummary) -> None:
        """Hear what the whole run did."""
