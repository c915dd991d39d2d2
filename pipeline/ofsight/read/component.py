"""The read stage: a reader looks at the segmented document once and answers for all later stages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import srsly
from spacy.language import Language
from spacy.tokens import Doc

from ofsight.errors import ModelError
from ofsight.reading import Reader, set_reading
from ofsight.record.labels import ENTITY_LABELS, POLARITIES, SOURCES, THEMES

from .network.labels import LabelSets
from .rules.reader import RuleReader

if TYPE_CHECKING:
    # The network's libraries are loaded only where a network is.
    from .combine import Who, WhoTags
    from .network.reader import NetworkReader
    from .network.store import ReaderFiles

CODEBOOK: Final = LabelSets(
    entities=ENTITY_LABELS,
    quotations=True,
    finding=True,
    themes=THEMES,
    polarities=POLARITIES,
    sources=SOURCES,
)
"""What the rules answer."""


class ReadStage:
    """Run a reader and attach what it read to the document.

    Parameters
    ----------
    reader : "rules", "network" or "both"
        Who reads. The network alone answers what it was trained on and nothing else, except that a report's
        byline and tables, which are no sentences, are always read by the rules.
    entities : dict of str to "rules", "network" or "both", optional
        For "both": who tags which label. A label that is not given is the network's if it knows the label,
        else the rules'. With "both", mentions that overlap compete by their scores.
    quotations, sentences : "rules" or "network", optional
        For "both": who finds quotations, and who judges sentences. If not given, the network if it can.
    threads : int
        Threads of the network for one document.

    Raises
    ------
    ModelError
        When the settings contradict each other.
    """

    def __init__(
        self,
        reader: Literal["rules", "network", "both"] = "rules",
        *,
        entities: dict[str, WhoTags] | None = None,
        quotations: Who | None = None,
        sentences: Who | None = None,
        threads: int = 1,
    ) -> None:
        if reader != "both" and (entities or quotations or sentences):
            raise ModelError(
                f"ofsight_read: entities, quotations and sentences are for reader = 'both', not {reader!r}"
            )
        if threads < 1:
            raise ModelError(f"ofsight_read: threads is {threads}; one at least is needed")
        self._kind = reader
        self._entities, self._quotations, self._sentences = entities, quotations, sentences
        self._threads = threads
        self._files: ReaderFiles | None = None
        self._network: NetworkReader | None = None
        self._keeps_states = False
        self._labels = CODEBOOK if reader == "rules" else LabelSets()
        self._reader: Reader | None = RuleReader() if reader == "rules" else None

    def __call__(self, doc: Doc) -> Doc:
        """Read ``doc`` and attach the reading.

        Raises
        ------
        ModelError
            When the network was not loaded.
        """
        if self._reader is None:
            raise ModelError(
                f"ofsight_read: reader = {self._kind!r} needs a network; load a model directory that has one"
            )
        set_reading(doc, self._reader(doc))
        return doc

    def use(self, network: NetworkReader) -> None:
        """Read with this network from now on.

        Raises
        ------
        ModelError
            When it cannot answer what the settings ask of it, or when only the rules are to read.
        """
        from .combine import CombinedReader, answered, divide, network_alone

        if self._kind == "rules":
            raise ModelError("ofsight_read: reader = 'rules' uses no network; set it to 'network' or 'both'")
        division = (
            network_alone(network.labels)
            if self._kind == "network"
            else divide(
                network.labels,
                entities=self._entities,
                quotations=self._quotations,
                sentences=self._sentences,
            )
        )
        self._network = replace(network, keeps_states=self._keeps_states)
        self._reader = CombinedReader(self._network, division)
        self._labels = answered(division, network.labels)
        self._files = None

    @property
    def label_sets(self) -> LabelSets:
        """What the stage answers: the codebook's label sets for rules; empty before a network is loaded."""
        return self._labels

    @property
    def loaded(self) -> bool:
        """Whether it can read: rules always can, a network has to be loaded first."""
        return self._reader is not None

    @property
    def network(self) -> NetworkReader | None:
        """The network that reads; None where rules do, and before it is loaded."""
        return self._network

    def keep_states(self) -> None:
        """Leave the network's states with every document from now on, for :func:`.states.take_states`."""
        self._keeps_states = True
        if self._network is not None:
            files = self._files
            self.use(self._network)
            self._files = files

    def _load(self, files: ReaderFiles) -> None:
        self.use(files.open(threads=self._threads))
        self._files = files

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002  # spaCy's
        """Write the network's files into a folder; rules have none.

        Raises
        ------
        ModelError
            When the network is not one that was stored.
        """
        if self._kind != "rules":
            self._stored().write(Path(path))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> ReadStage:  # noqa: ARG002  # spaCy's
        """Load the network's files from a folder; their checksums are checked.

        Raises
        ------
        ModelError
            When a file is missing or damaged, or the network cannot answer what the settings ask of it.
        """
        from .network.store import ReaderFiles

        if self._kind != "rules":
            self._load(ReaderFiles.read(Path(path)))
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002  # spaCy's
        """Return the network's files in one piece; empty for rules.

        Raises
        ------
        ModelError
            When the network is not one that was stored.
        """
        if self._kind == "rules":
            return b""
        data: bytes = srsly.msgpack_dumps(self._stored().contents())
        return data

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> ReadStage:  # noqa: ARG002  # spaCy's
        """Load what :meth:`to_bytes` gave; checksums are checked.

        Raises
        ------
        ModelError
            As :meth:`from_disk`.
        """
        from .network.store import ReaderFiles

        if self._kind != "rules":
            self._load(ReaderFiles.from_contents(srsly.msgpack_loads(data)))
        return self

    def _stored(self) -> ReaderFiles:
        if self._files is None:
            raise ModelError("ofsight_read: the network was not loaded from files; store it with save_reader")
        return self._files


@Language.factory("ofsight_read")
def make_read_stage(
    nlp: Language,  # noqa: ARG001  # spaCy passes it
    name: str,  # noqa: ARG001  # spaCy passes it
    *,
    reader: Literal["rules", "network", "both"] = "rules",
    entities: dict[str, Literal["rules", "network", "both"]] | None = None,
    quotations: Literal["rules", "network"] | None = None,
    sentences: Literal["rules", "network"] | None = None,
    threads: int = 1,
) -> ReadStage:
    """Make the read stage; see :class:`ReadStage`."""
    return ReadStage(reader, entities=entities, quotations=quotations, sentences=sentences, threads=threads)
