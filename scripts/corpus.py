"""Work on the annotated corpora of ``annotations/``.

    python scripts/corpus.py check [FILE...]           # every broken source, by file and line
    python scripts/corpus.py compile [--check]         # sources -> SPLIT.jsonl, pages and manifests
    python scripts/corpus.py rebuild REPORTS           # is this folder of reports the one annotated?
    python scripts/corpus.py blank FOLDER ID...        # forms for a second pass, all marks taken out
    python scripts/corpus.py keep ID...                # keep raw first passes before they are corrected
    python scripts/corpus.py stats [--write FILE]      # tables of what the corpora hold
    python scripts/corpus.py overlap [--limit 0.05]    # word 5-grams that articles share

Exit code 1 when something is broken, differs or is over the limit. ``compile`` leaves broken sources out,
names them, and writes the others.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ofsight.corpus.build import build, differences, write
from ofsight.corpus.compile import compile_source
from ofsight.corpus.layout import Annotations
from ofsight.corpus.manifests import RECIPE, check_reports
from ofsight.corpus.markup import blank_form
from ofsight.corpus.overlap import shared_grams
from ofsight.corpus.passages import SUFFIX, compile_passages
from ofsight.corpus.standoff import parse_standoff
from ofsight.corpus.statistics import counted_records, statistics
from ofsight.errors import CorpusError
from ofsight.record import Record
from ofsight.record.io import read_records

ROOT = Path(__file__).resolve().parent.parent
PAIRS_SHOWN = 10
LIMIT = 0.05


def check(paths: Sequence[Path]) -> int:
    """Compile each source and print its sizes or what is wrong; return 1 if any is broken."""
    broken = 0
    for path in paths:
        try:
            if path.suffix == SUFFIX:
                passages = [passage.record for passage in compile_passages(path)]
                sentences, findings = (
                    sum(len(getattr(passage, layer)) for passage in passages)
                    for layer in ("sentences", "findings")
                )
                print(f"{path.name}: {len(passages)} passages, {sentences} sentences, {findings} findings")
                continue
            standoff = path.suffix == ".so"
            record = parse_standoff(path).record if standoff else compile_source(path).record
        except CorpusError as error:
            broken += 1
            print(error)
            continue
        layers = ("sentences", "findings", "entities", "quotations", "judgements", "roles", "measures")
        sizes = ", ".join(f"{len(getattr(record, layer))} {layer}" for layer in layers)
        print(f"{path.name}: {len((record.text or '').split())} words, {sizes}")
    return 1 if broken else 0


def compile_all(annotations: Annotations, *, only_check: bool) -> int:
    """Compile everything, or say what compiling would change; return 1 if anything is amiss."""
    result = build(annotations)
    changes = differences(annotations, result)
    for problem in result.problems:
        print(f"LEFT OUT {problem}")
    if only_check:
        print("\n".join(changes) or "the compiled files are what their sources give")
        return 1 if changes or result.problems else 0
    write(annotations, result)
    print(
        f"{len(result.articles)} articles, {len(result.reports)} reports, {len(result.passages)} passages;"
        f" {len(changes)} files changed"
    )
    return 1 if result.problems else 0


def rebuild(annotations: Annotations, folder: Path) -> int:
    """Compare a folder of reports with the manifest; say how to make what it lacks."""
    problems = list(check_reports(annotations, folder))
    print("\n".join(problems) or f"every annotated report is in {folder}, unchanged")
    if problems:
        print(f"\n{RECIPE}")
    return 1 if problems else 0


def blank(annotations: Annotations, folder: Path, ids: Sequence[str]) -> int:
    """Write blank forms of articles into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ids:
        source = annotations.news / "sources" / f"{name}.ann"
        (folder / source.name).write_text(
            blank_form(source.read_text(encoding="utf-8")), encoding="utf-8", newline="\n"
        )
        print(folder / source.name)
    return 0


def keep(annotations: Annotations, ids: Sequence[str]) -> int:
    """Copy sources to where raw first passes are kept; one that is kept already stays as it is."""
    target = annotations.news / "first"
    target.mkdir(exist_ok=True)
    for name in ids:
        kept = target / f"{name}.ann"
        if kept.exists():
            print(f"{kept}: is kept already")
            continue
        shutil.copyfile(annotations.news / "sources" / kept.name, kept)
        print(kept)
    return 0


def stats(annotations: Annotations, target: Path | None) -> int:
    """Print the statistics, and write them to a file."""
    result = build(annotations)
    real: list[Record] = []
    for path in sorted((annotations.root / "articles").glob("*.jsonl")):
        real += read_records(path)
    text = statistics(counted_records(result, real), annotations.split_of)
    print(text)
    if target is not None:
        target.write_text(text, encoding="utf-8", newline="\n")
    for problem in result.problems:
        print(f"LEFT OUT {problem}", file=sys.stderr)
    return 1 if result.problems else 0


def overlap(annotations: Annotations, limit: float) -> int:
    """Print the pairs of articles that share most text; return 1 if one is over the limit."""
    result = build(annotations)
    shares = shared_grams({a.record.id: a.record.text or "" for a in result.articles})
    for share, first, second in shares[:PAIRS_SHOWN]:
        print(f"{share:.2%}  {first}  {second}")
    over = [pair for pair in shares if pair[0] > limit]
    print(f"{len(result.articles)} articles; {len(over)} pairs share more than {limit:.0%}")
    return 1 if over else 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--annotations", type=Path, default=ROOT / "annotations")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check").add_argument("paths", nargs="*", type=Path)
    commands.add_parser("compile").add_argument("--check", action="store_true", dest="only_check")
    commands.add_parser("rebuild").add_argument("reports", type=Path)
    form = commands.add_parser("blank")
    form.add_argument("folder", type=Path)
    form.add_argument("ids", nargs="+")
    commands.add_parser("keep").add_argument("ids", nargs="+")
    commands.add_parser("stats").add_argument("--write", type=Path, dest="target")
    commands.add_parser("overlap").add_argument("--limit", type=float, default=LIMIT)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run a command; return the exit code."""
    options = parse(arguments)
    annotations = Annotations(options.annotations)
    commands: dict[str, Callable[[], int]] = {
        "check": lambda: check(options.paths or annotations.articles()),
        "compile": lambda: compile_all(annotations, only_check=options.only_check),
        "rebuild": lambda: rebuild(annotations, options.reports),
        "blank": lambda: blank(annotations, options.folder, options.ids),
        "keep": lambda: keep(annotations, options.ids),
        "stats": lambda: stats(annotations, options.target),
        "overlap": lambda: overlap(annotations, options.limit),
    }
    return commands[options.command]()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CorpusError as problem:
        sys.exit(str(problem))
