"""What an earlier run of an output left, and whether this run can go on from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ofsight.errors import EngineError
from ofsight.ingest.failures import errors_path
from ofsight.ingest.ids import UniqueIds
from ofsight.ingest.units import InputUnit

from .inputs_seen import InputsSeen
from .journal import Checkpoint, Progress, journal_path, read_progress
from .kept import read_head
from .manifest import read_manifest
from .options import RunOptions
from .outputs import OutputForm
from .outputs.plain import plain_lines

if TYPE_CHECKING:
    from ofsight.record import ModelInfo

_NAMES: Final = {
    "model": "model",
    "keep_text": "choice of --no-text",
    "max_bytes": "--max-megabytes",
    "shard_records": "--shard",
}


def run_head(options: RunOptions, model: ModelInfo) -> dict[str, Any]:
    """Return what must be the same for a run to go on."""
    return {
        "model": model.model_dump(mode="json"),
        "keep_text": options.keep_text,
        "max_bytes": options.max_bytes,
        "shard_records": options.shard_records,
    }


def earlier_progress(output: Path, options: RunOptions, head: dict[str, Any]) -> Progress | None:
    """Return where an earlier run of the same output stands; None to begin anew.

    Raises
    ------
    EngineError
        When there is something that must not be lost, or that cannot be gone on with.
    """
    unfinished = read_progress(journal_path(output))
    if not options.resume:
        if unfinished is not None and unfinished.checkpoint is not None and not options.overwrite:
            raise EngineError(
                f"{output} holds {unfinished.checkpoint.done:,} documents of a run that did not end;"
                " give --resume to go on with it, or --overwrite to begin anew"
            )
        return None
    earlier = unfinished or read_manifest(output)
    if earlier is None:
        if options.form is not None and options.form.is_there:
            raise EngineError(
                f"{output} is there, but no journal or manifest of its run: it cannot be resumed;"
                " give another output, or leave --resume out to begin anew"
            )
        return None
    for key, value in head.items():
        if earlier.head.get(key) != value:
            raise EngineError(
                f"{output} was begun with another {_NAMES[key]}"
                f" ({_shown(earlier.head.get(key))}, now {_shown(value)});"
                " give the same, another output, or leave --resume out to begin anew"
            )
    return earlier


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return f"{value.get('name')} {value.get('version')}, checksum {str(value.get('sha256'))[:8]}"
    return str(value)


def goes_on_from(
    form: OutputForm, checkpoint: Checkpoint, units: Iterator[InputUnit], ids: UniqueIds
) -> bool:
    """Tell whether what is done is what an undisturbed run would have done first with these inputs.

    Parameters
    ----------
    form : OutputForm
        The output of the earlier run.
    checkpoint : Checkpoint
        Where it stood.
    units : iterator of InputUnit
        The inputs of now; those that are done are taken from it.
    ids : UniqueIds
        Learns the ids of what is done.

    Returns
    -------
    bool
        False when an input is gone, new, changed or in another place.
    """
    seen = InputsSeen()
    number = 0
    for unit in islice(units, checkpoint.done):
        number += 1
        seen.add(unit.name, unit.checksum())
    if number < checkpoint.done or seen.digest != checkpoint.inputs:
        return False
    for line in form.lines(checkpoint.output):
        ids.take(read_head(line).id)
    if checkpoint.errors["bytes"]:
        for line in plain_lines(errors_path(form.path), checkpoint.errors):
            ids.take(json.loads(line)["id"])
    return True
