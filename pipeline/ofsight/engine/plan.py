"""What a run would do, told without doing it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from ofsight.ingest.ids import UniqueIds
from ofsight.ingest.units import InputUnit, find_units
from ofsight.model_files import find_model, model_checksum

from .earlier import earlier_progress, goes_on_from, run_head
from .journal import journal_path
from .options import RunOptions
from .outputs import OutputForm
from .places import is_stream, refuse_to_overwrite_inputs

_SHOWN: Final = 10
_MEGABYTE: Final = 1_000_000


@dataclass(slots=True)
class Plan:
    """What a run would read and write.

    Attributes
    ----------
    documents, megabytes : int, float
        What there is to annotate; bytes as they lie on disk, of lines without their compression.
    kinds : Counter of str
        Documents by the ending of their file.
    problems : list of str
        Inputs that cannot be read, as far as one can tell without reading them.
    output : str
        What would become of the output.
    model : str
        Which model, with the start of its checksum.
    workers : str
        In how many processes, and where.
    """

    documents: int = 0
    megabytes: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    output: str = ""
    model: str = ""
    workers: str = ""

    def as_text(self) -> str:
        """Return the plan as a few aligned lines."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.kinds.most_common())
        lines = [
            f"  documents   {self.documents}" + (f" ({kinds}; {self.megabytes:,.1f} MB)" if kinds else ""),
            f"  model       {self.model}",
            f"  workers     {self.workers}",
            f"  output      {self.output}",
            f"  problems    {len(self.problems)}",
            *(f"    {problem}" for problem in self.problems[:_SHOWN]),
        ]
        if len(self.problems) > _SHOWN:
            lines.append(f"    and {len(self.problems) - _SHOWN} more")
        return "\n".join(lines)


def make_plan(options: RunOptions) -> Plan:
    """Return what a run would do; nothing is annotated and nothing written.

    Standard input is read, since its documents cannot be counted otherwise.

    Raises
    ------
    OfsightError
        When the run would not begin: no such model, or an output that must not be written.
    """
    refuse_to_overwrite_inputs(options)
    directory = find_model(options.model)
    plan = Plan(
        model=f"{options.model}, checksum {model_checksum(directory)[:8]}",
        workers=_workers(options),
        output=_output(options),
    )
    for unit in _units(options):
        _add(plan, unit)
    return plan


def _units(options: RunOptions) -> list[InputUnit]:
    return list(find_units(options.paths, max_bytes=options.max_bytes, passed_over=options.form or ()))


def _add(plan: Plan, unit: InputUnit) -> None:
    plan.documents += 1
    if unit.problem is not None:
        plan.problems.append(f"{unit.name}: {unit.problem}")
        return
    content = unit.content
    if content is not None:
        plan.megabytes += len(content) / _MEGABYTE
    elif unit.path is not None:
        plan.megabytes += unit.path.stat().st_size / _MEGABYTE
    ending = unit.name.rpartition(".")[2].lower() if "." in unit.name else "other"
    plan.kinds[f"lines of {ending}" if unit.line is not None else ending] += 1


def _workers(options: RunOptions) -> str:
    if options.engine == "ray":
        where = "a Ray cluster on this machine" if options.ray_address is None else options.ray_address
        return f"{options.workers or 'one for each processor'} on {where}"
    return str(options.workers) if options.workers else "none: in this process, without limits"


def _output(options: RunOptions) -> str:
    form = options.form
    if form is None:
        return "standard output"
    if is_stream(form.path):
        return f"{form.path}, which keeps nothing"
    name = str(form.path)
    if form.shard_records is not None:
        name += f", in files of {form.shard_records:,} records"
    return f"{name}: {_state(options, form)}"


def _state(options: RunOptions, form: OutputForm) -> str:
    """Return what becomes of an output: begun, begun anew or gone on with."""
    if not options.resume:
        earlier_progress(form.path, options, {})  # refuses what must not be overwritten
        return "there, would be overwritten" if form.is_there else "new"
    from .annotator import Annotator  # what a record says of the model is known when it is loaded

    earlier = earlier_progress(form.path, options, run_head(options, Annotator(options.work).info))
    if earlier is None or earlier.checkpoint is None:
        return "new"
    done = earlier.checkpoint.done
    if goes_on_from(form, earlier.checkpoint, iter(_units(options)), UniqueIds()):
        state = "unfinished" if journal_path(form.path).exists() else "complete"
        return f"{state}, {done:,} documents done, the others would follow"
    return f"{done:,} documents done, inputs have changed: the records of those that have not would be kept"
