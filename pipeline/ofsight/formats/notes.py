"""What a format could not hold or a file did not say: counted, and told when the conversion is done."""

from __future__ import annotations

from collections.abc import Iterator


class Notes:
    """Counts of what was left out or assumed, each with the place where it came up first."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._first: dict[str, str] = {}

    def add(self, what: str, place: str, count: int = 1) -> None:
        """Count something.

        Parameters
        ----------
        what : str
            In the plural, with what became of it: "spans that overlap a longer one, left out".
        place : str
            Where, for the reader of the file: "line 12", "task 7".
        count : int
            How many; 0 is no news.
        """
        if count:
            self._counts[what] = self._counts.get(what, 0) + count
            self._first.setdefault(what, place)

    def __iter__(self) -> Iterator[str]:
        """Yield a line for each kind, in the order in which they came up."""
        for what, count in self._counts.items():
            yield f"{what}: {count} (first: {self._first[what]})"

    def __contains__(self, what: object) -> bool:
        """Tell whether something was counted under exactly these words."""
        return what in self._counts
