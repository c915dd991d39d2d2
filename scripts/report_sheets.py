"""Draw sentences of real reports to annotate, print them as sheets, take the answers back as stand-off files.

    python scripts/report_sheets.py draw REPORTS          # -> annotations/reports/plan.json
    python scripts/report_sheets.py extend REPORTS        # add batches on training reports not drawn so far
    python scripts/report_sheets.py print REPORTS BATCH   # a sheet to read, on standard output
    python scripts/report_sheets.py take REPORTS BATCH ANSWERS ANNOTATOR PASS

REPORTS is the folder of the reports' texts. A sheet is for the eye only and is never kept in the repository:
the plan and the stand-off files that ``take`` writes hold offsets, labels and checksums.

An answer is a line ``NUMBER themes; polarity[; source[; councils]]``, ``NUMBER -`` (no finding) or
``NUMBER ?`` (the sentence is cut wrongly: left out). Under it, indented, the mentions in order:
``   Bury|C; October 2020|D=2020-10; 12%|Q``; ``   none`` says that there are none.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import ofsight
from ofsight import layers
from ofsight.corpus.article import ENTITY_CODES
from ofsight.corpus.standoff import write_standoff
from ofsight.corpus.values import entity_value, parse_finding
from ofsight.errors import CorpusError
from ofsight.ingest import read_inputs
from ofsight.ingest.document import InputDocument
from ofsight.pipeline import make_doc
from ofsight.reading import reading_text
from ofsight.record import AnnotatorInfo, Entity, Finding, Meta, Record, Sentence

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "annotations" / "reports" / "plan.json"
BATCHES = ROOT / "annotations" / "reports" / "batches"
WINDOW = 17
REPORTS_A_BATCH = 3
BATCH_COUNT = 56
ENTITY_TURN = 3
SHORTEST = 4
# Words that make a window likely to hold rare themes: they choose what is read, never its labels.
RARE = re.compile(
    r"supervision|caseload|recruit|retention|turnover|agency staff|chronolog|case record|recorded|audit|"
    r"performance (?:data|information)|budget|funding|invest|improvement board|improvement plan|commissioner|"
    r"early help|care leaver|pathway plan|disab|special educational|exploit|missing|return home|"
    r"virtual school|mental health|attendance",
    re.IGNORECASE,
)
Span = tuple[int, int]


def read(path: Path) -> InputDocument:
    """Read one report."""
    (document,) = read_inputs([path])
    if not isinstance(document, InputDocument):
        raise SystemExit(f"{path}: {document.message}")
    return document


Strata = dict[tuple[str, str], list[dict[str, Any]]]
"""The reports with their windows, by framework and year."""


def strata(folder: Path, rng: random.Random) -> Strata:
    """Draw in each report two windows of consecutive sentences: one anywhere, one on rarer themes."""
    splits = {
        row["gss_code"]: row["split"]
        for row in csv.DictReader((ROOT / "annotations" / "splits.csv").open(encoding="utf-8"))
    }
    nlp = ofsight.load("rules")
    segmenter = nlp.get_pipe("ofsight_segment")
    by_stratum: Strata = defaultdict(list)
    for path in sorted(folder.glob("*.txt")):
        document = read(path)
        doc = segmenter(make_doc(nlp, document))
        inspection = layers.get_meta(doc).inspection
        if inspection is None or inspection.council not in splits:
            print(f"left out, no authority found: {path.name}")
            continue
        headings = [(b.start, b.end) for b in layers.get_blocks(doc) if b.label == "subheading"]
        text = reading_text(doc)
        sentences = [
            (s.start, s.end)
            for s in layers.get_sentences(doc)
            if len(text[s.start : s.end].split()) >= SHORTEST
        ]
        year = path.stem[-4:]
        by_stratum[inspection.framework or "", year].append(
            {
                "document": document.id,
                "text_sha256": checksum(document.text),
                "file_sha256": document.source.sha256,
                "council": inspection.council,
                "split": splits[inspection.council],
                "windows": windows(sentences, headings, text, rng),
            }
        )
    return by_stratum


def draw(folder: Path, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Draw the reports of the plan, as evenly over frameworks and years as there are any."""
    by_stratum = strata(folder, rng)
    chosen: list[dict[str, Any]] = []
    for group in by_stratum.values():
        rng.shuffle(group)
    while len(chosen) < BATCH_COUNT * REPORTS_A_BATCH and any(by_stratum.values()):
        for group in by_stratum.values():
            if group:
                chosen.append(group.pop())
    chosen = chosen[: BATCH_COUNT * REPORTS_A_BATCH]
    # A batch keeps to one split, so that nobody who makes models need read a test sheet.
    chosen.sort(key=lambda row: row["split"])
    yield from numbered(chosen, first=1)


def extend(folder: Path, rng: random.Random, drawn: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Draw the training reports that the plan lacks: more to learn from; dev and test stay as they are."""
    known = {row["document"] for row in drawn}
    rest = [
        row
        for group in strata(folder, rng).values()
        for row in group
        if row["split"] == "train" and row["document"] not in known
    ]
    rng.shuffle(rest)
    yield from numbered(rest, first=int(drawn[-1]["batch"].removeprefix("b")) + 1)


def numbered(rows: list[dict[str, Any]], *, first: int) -> Iterator[dict[str, Any]]:
    """Put rows into batches; in every third one mentions are annotated as well."""
    for index, row in enumerate(rows):
        batch = index // REPORTS_A_BATCH + first
        layers_here = "findings entities" if batch % ENTITY_TURN == 0 else "findings"
        yield {"batch": f"b{batch:02d}", "layers": layers_here, **row}


def checksum(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def windows(
    sentences: list[Span], headings: list[Span], text: str, rng: random.Random
) -> list[dict[str, Any]]:
    """Choose two windows that do not overlap, in order."""
    last = max(0, len(sentences) - WINDOW)
    anywhere = rng.randint(0, last)
    others = [i for i in range(last + 1) if abs(i - anywhere) >= WINDOW]
    candidates = rng.sample(others, min(6, len(others)))
    weight = {i: len(RARE.findall(text, sentences[i][0], sentences[i + WINDOW - 1][1])) for i in candidates}
    starts = sorted([anywhere, *sorted(candidates, key=lambda i: (-weight[i], i))[:1]])
    chosen = []
    for start in starts:
        inside = sentences[start : start + WINDOW]
        heading = next((h for h in reversed(headings) if h[1] <= inside[0][0]), None)
        chosen.append(
            {"heading": heading, "before": sentences[start - 1] if start else None, "sentences": inside}
        )
    return chosen


def write_plan(rows: Iterable[dict[str, Any]]) -> None:
    """Write the plan, one report a line."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    PLAN.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def plan(batch: str) -> list[dict[str, Any]]:
    """Return the rows of one batch."""
    rows: list[dict[str, Any]] = json.loads(PLAN.read_text(encoding="utf-8"))
    return [row for row in rows if row["batch"] == batch]


def shown(text: str, span: Span | None) -> str:
    """Return a stretch of a report on one line."""
    return " ".join(text[span[0] : span[1]].split()).replace("\ufffe", "-") if span else ""


def print_sheet(folder: Path, batch: str) -> None:
    """Print a batch's sentences with their numbers and what stands before them."""
    number = 0
    for row in plan(batch):
        text = read(folder / f"{row['document']}.txt").text
        print(f"\n=== {row['document']}  council {row['council']}  layers: {row['layers']}")
        for window in row["windows"]:
            print(f"\n--- under the heading: {shown(text, window['heading'])}")
            print(f"    (before: {shown(text, window['before'])})")
            for span in window["sentences"]:
                number += 1
                print(f"{number} {shown(text, span)}")


def take(folder: Path, batch: str, answers: Path, annotator: str, number_of_pass: int) -> None:
    """Check a batch's answers and write them as stand-off files."""
    decided = dict(parse_answers(answers))
    counts: Counter[str] = Counter()
    number = 0
    target = BATCHES / f"{batch}-{number_of_pass}"
    target.mkdir(parents=True, exist_ok=True)
    for row in plan(batch):
        text = read(folder / f"{row['document']}.txt").text
        wanted = tuple(row["layers"].split())
        sentences, findings, entities = [], [], []
        for window in row["windows"]:
            for start, end in window["sentences"]:
                number += 1
                if number not in decided:
                    raise CorpusError(f"{answers}: no answer for sentence {number}")
                finding, mentions = decided.pop(number)
                if finding == "?":
                    counts["left out"] += 1
                    continue
                sentences.append(Sentence(start=start, end=end))
                if "entities" in wanted:
                    if mentions is None:
                        raise CorpusError(f"{answers}: sentence {number}: give its mentions, or 'none'")
                    entities += find_mentions(text, start, end, mentions, f"{answers}: sentence {number}")
                if finding != "-":
                    findings.append(make_finding(finding, start, end, row["council"], f"{answers}: {number}"))
        counts.update(sentences=len(sentences), findings=len(findings), entities=len(entities))
        record = Record(
            id=row["document"],
            source={
                "path": f"{row['document']}.txt",
                "media_type": "text/plain",
                "sha256": row["file_sha256"],
            },
            meta=Meta(kind="report"),
            text=None,
            text_sha256=row["text_sha256"],
            sentences=tuple(sentences),
            findings=tuple(findings),
            entities=tuple(entities),
            model=AnnotatorInfo(annotator=annotator),
        )
        write_standoff(target / f"{row['document']}.so", record, wanted, row["council"])
    if decided:
        raise CorpusError(f"{answers}: answers for sentences that the sheet lacks: {sorted(decided)[:5]}")
    print(f"{target}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))


def parse_answers(path: Path) -> Iterator[tuple[int, tuple[str, str | None]]]:
    """Yield each sentence's number with its decision and the line of its mentions."""
    pending: tuple[int, str] | None = None
    mentions: str | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace():
            mentions = line.strip()
            continue
        if pending is not None:
            yield pending[0], (pending[1], mentions)
        number, _, decision = line.partition(" ")
        if not number.isdigit() or not decision.strip():
            raise CorpusError(f"{path}: expected 'NUMBER decision', found {line!r}")
        pending, mentions = (int(number), decision.strip()), None
    if pending is not None:
        yield pending[0], (pending[1], mentions)


def make_finding(decision: str, start: int, end: int, council: str, where: str) -> Finding:
    """Make a finding of an answer; without a source it is the inspectorate's."""
    parts = decision.split(";")
    full = decision if len(parts) > 2 else f"{decision}; inspectorate"  # themes; polarity; source
    try:
        parsed = parse_finding(full)
    except CorpusError as error:
        raise CorpusError(f"{where}: {error}") from error
    return Finding(
        start=start,
        end=end,
        themes=parsed.themes,
        polarity=parsed.polarity,
        source=parsed.source,
        councils=parsed.councils or (council,),
    )


def find_mentions(text: str, start: int, end: int, mentions: str, where: str) -> Iterator[Entity]:
    """Find the mentions of an answer in the sentence, one after the other."""
    if mentions == "none":
        return
    position = start
    for mention in mentions.split(";"):
        words, bar, mark = mention.strip().rpartition("|")
        code, _, given = mark.partition("=")
        if not bar or code not in ENTITY_CODES:
            raise CorpusError(f"{where}: expected 'words|X=value', found {mention.strip()!r}")
        pattern = r"\s+".join(re.escape(word).replace("\\-", "[-\ufffe]\\s*") for word in words.split())
        match = re.compile(pattern).search(text, position, end)
        if match is None:
            raise CorpusError(f"{where}: {words!r} is not in the sentence after the mention before it")
        try:
            value, unit = entity_value(ENTITY_CODES[code], words, given or None)
        except CorpusError as error:
            raise CorpusError(f"{where}: {error}") from error
        yield Entity(
            start=match.start(), end=match.end(), label=ENTITY_CODES[code], text=None, value=value, unit=unit
        )
        position = match.end()


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["draw", "extend", "print", "take"])
    parser.add_argument("reports", type=Path)
    parser.add_argument("rest", nargs="*")
    options = parser.parse_args()
    try:
        match options.command, options.rest:
            case "draw", []:
                write_plan(draw(options.reports, random.Random(303)))  # noqa: S311  # a draw, no secret
            case "extend", []:
                drawn = json.loads(PLAN.read_text(encoding="utf-8"))
                more = extend(options.reports, random.Random(304), drawn)  # noqa: S311
                write_plan([*drawn, *more])
            case "print", [batch]:
                print_sheet(options.reports, batch)
            case "take", [batch, answers, annotator, number_of_pass]:
                take(options.reports, batch, Path(answers), annotator, int(number_of_pass))
            case _:
                parser.error("see --help for what follows the command")
    except CorpusError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
