"""Records as Parquet, for data frames and data bases: one row a record, its layers as lists of structs.

What a record holds is all there under the same names, but for three things that columns cannot hold as they
are: an entity's ``value`` is ``value`` when it is words and ``value_number`` when it is a number,
``evidence`` is ``evidence_start`` and ``evidence_end``, and ``theme_scores`` is a map. Beside a number that a
column would change (an integer beyond 53 bits, a float without a fraction), ``value_exact`` is its JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from ofsight.errors import ConversionError
from ofsight.record import Record

from .inputs import AnnotationFile
from .notes import Notes
from .staging import staged

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_IN_GROUP: Final = 256
_FACTS: Final = ("judgements", "roles", "measures")


def write_parquet(records: Iterable[Record], out: Path) -> list[Path]:
    """Write records as Parquet; see :func:`ofsight.formats.export`.

    Raises
    ------
    ConversionError
        When pyarrow is not installed.
    """
    pa, pq = parquet_libraries()
    source = iter(records)
    with staged([out]) as (part,), pq.ParquetWriter(part, _schema(), compression="zstd") as writer:
        while rows := [_to_row(record) for record in islice(source, _ROWS_IN_GROUP)]:
            writer.write_table(pa.Table.from_pylist(rows, schema=_schema()))
    return [out]


_BESIDE_THE_SCHEMA: Final = (LookupError, TypeError, AttributeError, ValueError, ArithmeticError)
"""What columns of other types, infinite numbers and names that are not UTF-8 raise."""


def read_parquet(file: AnnotationFile, notes: Notes) -> Iterator[Record]:  # noqa: ARG001 (a reader's form)
    """Read records from Parquet that :func:`write_parquet` wrote, a few at a time.

    Raises
    ------
    ConversionError
        When it is no such file, or pyarrow is not installed.
    """
    pa, pq = parquet_libraries()
    number = 0
    try:
        with pq.ParquetFile(file.seekable) as table:
            for batch in table.iter_batches(batch_size=_ROWS_IN_GROUP):
                for row in batch.to_pylist():
                    number += 1
                    yield Record.model_validate(_from_row(row))
    except ValidationError as error:
        raise ConversionError(f"{file.name}: row {number} is no valid record ({error})") from error
    except (
        pa.ArrowException,
        OSError,
        LookupError,
        TypeError,
        AttributeError,
        ValueError,
        ArithmeticError,
    ) as error:
        raise ConversionError(f"{file.name}: no Parquet file of records ({error})") from error


def parquet_libraries() -> tuple[Any, Any]:
    """Return ``pyarrow`` and ``pyarrow.parquet``.

    Raises
    ------
    ConversionError
        When pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # large, and of an extra: only those who use it wait for it
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ConversionError(
            "Parquet needs pyarrow, which is not installed; pip install 'ofsight[parquet]'"
        ) from error
    return pa, pq


def _to_row(record: Record) -> dict[str, Any]:
    row = record.model_dump(mode="json")
    for entity in row["entities"]:
        number = isinstance(entity["value"], int | float)
        entity["value_exact"] = _exact(entity["value"]) if number else None
        entity["value_number"] = float(entity["value"]) if number else None
        entity["value"] = None if number else entity["value"]
    for finding in row["findings"]:
        scores = finding["theme_scores"]
        finding["theme_scores"] = None if scores is None else list(scores.items())
    for measure in row["measures"]:
        measure["value_exact"] = _exact(measure["value"])
        measure["value"] = float(measure["value"])
    for layer in _FACTS:
        for fact in row[layer]:
            fact["evidence_start"], fact["evidence_end"] = fact.pop("evidence")
    return row


def _number(column: float, exact: str | None) -> Any:
    """Return a number by its column, an integer if it has no fraction, or by its JSON if there is one."""
    if exact is not None:
        return json.loads(exact)
    return int(column) if column == int(column) else column


def _exact(number: float) -> str | None:
    """Return the JSON of a number that does not come back from a column of floats as it was."""
    written = json.dumps(number)
    return None if json.dumps(_number(float(number), None)) == written else written


def _from_row(row: dict[str, Any]) -> dict[str, Any]:
    for entity in row["entities"]:
        number, exact = entity.pop("value_number"), entity.pop("value_exact", None)
        if number is not None:
            entity["value"] = _number(number, exact)
    for finding in row["findings"]:
        scores = finding["theme_scores"]
        finding["theme_scores"] = None if scores is None else dict(scores)
    for layer in _FACTS:
        for fact in row[layer]:
            fact["evidence"] = (fact.pop("evidence_start"), fact.pop("evidence_end"))
    for measure in row["measures"]:
        measure["value"] = _number(measure["value"], measure.pop("value_exact", None))
    row["model"] = {key: value for key, value in row["model"].items() if value is not None}
    return row


@cache
def _schema() -> pa.Schema:
    pa, _ = parquet_libraries()
    words, number, place = pa.string(), pa.float64(), pa.int64()

    def struct(**fields: Any) -> Any:
        return pa.struct(list(fields.items()))

    span = {"start": place, "end": place}
    evidence = {"evidence_start": place, "evidence_end": place}
    inspection = struct(
        council=words, framework=words, type=words, start=words, end=words, lead_inspector=words
    )
    layers = {
        "blocks": struct(**span, label=words, score=number),
        "sentences": struct(**span),
        "entities": struct(
            **span,
            label=words,
            text=words,
            value=words,
            value_number=number,
            value_exact=words,
            unit=words,
            score=number,
        ),
        "findings": struct(
            **span,
            themes=pa.list_(words),
            polarity=words,
            source=words,
            councils=pa.list_(words),
            theme_scores=pa.map_(words, number),
            score=number,
        ),
        "quotations": struct(**span, source=words, speaker=struct(**span, text=words)),
        "judgements": struct(
            council=words,
            area=words,
            rating=words,
            previous=pa.bool_(),
            date=words,
            inspection=words,
            **evidence,
        ),
        "roles": struct(official=words, role=words, organisation=words, **evidence),
        "measures": struct(
            council=words,
            metric=words,
            value=number,
            value_exact=words,
            unit=words,
            comparator=words,
            as_of=words,
            **evidence,
        ),
    }
    return pa.schema(
        [
            ("schema", words),
            ("id", words),
            ("source", struct(path=words, media_type=words, sha256=words)),
            (
                "meta",
                struct(
                    kind=words,
                    title=words,
                    published=words,
                    publisher=words,
                    authors=pa.list_(words),
                    url=words,
                    inspection=inspection,
                ),
            ),
            ("text", words),
            ("text_sha256", words),
            *((layer, pa.list_(fields)) for layer, fields in layers.items()),
            (
                "model",
                struct(name=words, version=words, sha256=words, extractors=pa.list_(words), annotator=words),
            ),
        ]
    )
