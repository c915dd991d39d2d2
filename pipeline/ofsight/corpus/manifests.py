"""The manifests: which article is where and by whom, which report is meant and how to rebuild its text."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ofsight.corpus.compile import Compiled
from ofsight.corpus.layout import Annotations
from ofsight.corpus.reports import GoldReport
from ofsight.register import load_register

RECIPE = """\
The text of a report is made from its PDF, as the publisher serves it, with pypdfium2: each page's
get_textpage().get_text_range(), CRLF changed to LF, the pages joined by "\\n\\f", written as UTF-8.
The file is named URN-authority-day-month-year.txt. Its SHA-256 must be the manifest's file_sha256."""
_NEWS_COLUMNS = (
    *("id", "split", "outlet", "outlet_kind", "published", "councils", "form", "kind", "words", "findings"),
    "sha256",
)
_REPORT_COLUMNS = (
    *("document", "urn", "authority", "gss_code", "date", "split", "batches", "layers", "sentences"),
    *("findings", "entities", "text_sha256", "file_sha256"),
)
_NAME = re.compile(r"(?P<urn>\d+)-(?P<place>.+)-(?P<day>\d{1,2})-(?P<month>[a-z]+)-(?P<year>\d{4})")


def news_manifest(articles: Iterable[Compiled]) -> bytes:
    """Return the manifest of the authored articles as CSV, a row an article."""
    rows = []
    for article in sorted(articles, key=lambda article: article.record.id):
        record, head = article.record, article.head
        councils = {str(e.value) for e in record.entities if e.label == "COUNCIL" and e.value is not None}
        councils |= {code for finding in record.findings for code in finding.councils}
        rows.append(
            {
                "id": record.id,
                "split": head["split"],
                "outlet": head["outlet"],
                "outlet_kind": head["outlet_kind"],
                "published": record.meta.published or "",
                "councils": " ".join(sorted(councils)),
                "form": "txt" if article.page is None else "html",
                "kind": record.meta.kind or "",
                "words": str(len((record.text or "").split())),
                "findings": str(len(record.findings)),
                "sha256": record.source.sha256,
            }
        )
    return _csv(rows, _NEWS_COLUMNS)


def reports_manifest(reports: Iterable[GoldReport]) -> bytes:
    """Return the manifest of the annotated reports as CSV, a row a report."""
    rows = []
    for report in sorted(reports, key=lambda report: report.record.id):
        record = report.record
        urn, date = name_parts(record.id)
        authority = load_register().by_code(report.council)
        rows.append(
            {
                "document": record.id,
                "urn": urn,
                "authority": authority.short_name if authority is not None else "",
                "gss_code": report.council,
                "date": date,
                "split": report.split,
                "batches": " ".join(report.batches),
                "layers": " ".join(report.layers),
                "sentences": str(len(record.sentences)),
                "findings": str(len(report.findings.findings)) if report.findings else "",
                "entities": str(len(report.entities.entities)) if report.entities else "",
                "text_sha256": record.text_sha256,
                "file_sha256": record.source.sha256,
            }
        )
    return _csv(rows, _REPORT_COLUMNS)


def name_parts(document: str) -> tuple[str, str]:
    """Return the URN and the ISO date in a report's name; empty where the name has none."""
    match = _NAME.fullmatch(document)
    if match is None:
        return "", ""
    given = f"{match['day']} {match['month']} {match['year']}"
    try:
        return match["urn"], datetime.datetime.strptime(given, "%d %B %Y").date().isoformat()
    except ValueError:
        return match["urn"], ""


def _csv(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def check_reports(annotations: Annotations, folder: Path) -> Iterator[str]:
    """Yield a line for each report of the manifest that a folder lacks or has with other content."""
    with (annotations.reports / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            path = folder / f"{row['document']}.txt"
            if not path.exists():
                yield f"{path}: is missing: URN {row['urn']}, {row['authority']}, {row['date']}"
            elif hashlib.sha256(path.read_bytes()).hexdigest() != row["file_sha256"]:
                yield f"{path}: is not the text that was annotated: its checksum differs"
