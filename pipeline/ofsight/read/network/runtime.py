"""Run a network in ONNX Runtime: one unpadded window a call, the same bits for the same window always."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from ofsight.errors import ModelError

from .inputs import Floats, WindowInputs, WindowOutputs
from .labels import LabelSets

INPUTS: Final = ("ids", "features", "membership")
OUTPUTS: Final = ("pieces", "sentences")
STATES: Final = ("middle", "states")
"""Outputs beside these, for extractors: the states of the pieces half way through the encoder, and last."""
LONGEST: Final = "ofsight.longest_window"
"""Key in the metadata of the ONNX file: how many pieces the network's table of positions has room for."""
THREADS: Final = 1
"""One thread a network: documents are spread over processes, which uses several cores better."""

_SLOW_FUSIONS: Final = ("SkipLayerNormFusion",)
"""What ONNX Runtime 1.31 makes slower on CPUs: fused, these take six times as long as their parts."""
_QUIET = 3  # of ONNX Runtime's log levels: errors only


_inherited: list[ort.InferenceSession] = []
"""Sessions from before a fork: to close one would be to wait for threads that are not there."""


class OnnxNetwork:
    """A network stored in ONNX; calling it is :class:`.inputs.Network`.

    The threads of a session do not survive a fork, so one that has several is opened anew in each process.

    Parameters
    ----------
    model : bytes
        The content of the ONNX file.
    threads : int
        Threads for one window. Idle threads sleep, they do not spin.

    Raises
    ------
    ModelError
        When ONNX Runtime cannot read the model.
    """

    def __init__(self, model: bytes, *, threads: int = THREADS) -> None:
        if threads < 1:
            raise ModelError(f"a network needs one thread at least, not {threads}")
        self._model = model
        self._threads = threads
        self._open()

    def __getstate__(self) -> dict[str, Any]:
        return {"model": self._model, "threads": self._threads}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["model"], threads=state["threads"])  # type: ignore[misc]  # unpickled, not made

    def _open(self) -> None:
        try:
            self._session = open_session(self._model, threads=self._threads)
        except Exception as error:  # ONNX Runtime's exceptions have no common base but this
            raise ModelError(f"not a network that ONNX Runtime can run: {error}") from error
        self._process = os.getpid()
        self._has_states = set(STATES) <= {node.name for node in self._session.get_outputs()}

    def check(self, labels: LabelSets, *, features: int, longest: int) -> None:
        """Check that the network is the one that its description speaks of.

        Parameters
        ----------
        labels : LabelSets
            What it is to answer.
        features : int
            How many features it is to be given.
        longest : int
            The length of the longest window it is to be given, in pieces.

        Raises
        ------
        ModelError
            When it has other inputs or outputs, or no room for such windows.
        """
        inputs = {node.name: node.shape for node in self._session.get_inputs()}
        outputs = {node.name: node.shape for node in self._session.get_outputs()}
        if set(inputs) != set(INPUTS) or [name for name in outputs if name not in STATES] != list(OUTPUTS):
            raise ModelError(
                f"the network has inputs {', '.join(inputs)} and outputs {', '.join(outputs)};"
                f" expected {', '.join(INPUTS)} and {', '.join(OUTPUTS)}"
            )
        for what, found, wanted in (
            ("features", inputs["features"][-1], features),
            ("logits a piece", outputs["pieces"][-1], labels.piece_width),
            ("logits a sentence", outputs["sentences"][-1], labels.sentence_width),
        ):
            if found != wanted:
                raise ModelError(f"the network has {found} {what}, its description {wanted}")
        room = self._session.get_modelmeta().custom_metadata_map.get(LONGEST, "")
        if room.isdigit() and int(room) < longest:
            raise ModelError(f"the network reads at most {room} pieces, its windows have up to {longest}")

    def __call__(self, window: WindowInputs) -> WindowOutputs:
        """Run the network on one window."""
        return WindowOutputs(*self._run(window, OUTPUTS))

    def with_states(self, window: WindowInputs) -> WindowOutputs:
        """Run the network on one window and return the states of its pieces too.

        Raises
        ------
        ModelError
            When the network does not give them.
        """
        if not self._has_states:
            raise ModelError(
                "the network gives no states of its pieces, which extractors need; store the model anew with"
                " this version of Ofsight"
            )
        pieces, sentences, *states = self._run(window, (*OUTPUTS, *STATES))
        return WindowOutputs(pieces, sentences, np.hstack(states))

    def _run(self, window: WindowInputs, outputs: Sequence[str]) -> list[Floats]:
        if self._threads > 1 and self._process != os.getpid():
            _inherited.append(self._session)
            self._open()
        answers = self._session.run(outputs, session_inputs(window))
        return [answer[0] for answer in answers]


def session_inputs(window: WindowInputs) -> dict[str, npt.NDArray[Any]]:
    """Return a window as a session takes it: a batch of one."""
    return {name: getattr(window, name)[np.newaxis] for name in INPUTS}


def open_session(model: bytes, *, threads: int = THREADS) -> ort.InferenceSession:
    """Open a session of ONNX Runtime on the content of an ONNX file.

    Raises
    ------
    Exception
        Of several classes of ONNX Runtime's own, when it cannot read the model.
    """
    options = ort.SessionOptions()
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.use_deterministic_compute = True
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # A plan of memory is kept for every shape seen, and each window has a shape of its own.
    options.enable_mem_pattern = False
    options.log_severity_level = _QUIET
    return ort.InferenceSession(
        model, options, providers=["CPUExecutionProvider"], disabled_optimizers=list(_SLOW_FUSIONS)
    )
