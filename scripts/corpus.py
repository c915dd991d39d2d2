"""Work on the annotated corpora: check sources, compile them, print sheets to annotate, take answers back.

python scripts/corpus.py check annotations/news/sources/*.ann      # every broken source, by file and line
python scripts/corpus.py compile                                   # sources -> annotations/**/SPLIT.jsonl
python scripts/corpus.py overlap                                   # highest 5-gram overlap of two articles
"""

from __future__ import annotations

import argparse
import sys
from itertools import combinations
from pathlib import Path

from ofsight.corpus.compile import compile_source
from ofsight.errors import CorpusError

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "annotations" / "news" / "sources"


def check(paths: list[Path]) -> int:
    """Compile each source and print what is wrong; return the number of broken ones."""
    broken = 0
    for path in paths:
        try:
            record, _ = compile_source(path)
        except CorpusError as error:
            broken += 1
            print(error)
            continue
        words = len((record.text or "").split())
        print(
            f"{path.name}: {words} words, {len(record.findings)} findings, {len(record.entities)} entities,"
            f" {len(record.quotations)} quotations, {len(record.judgements)} judgements,"
            f" {len(record.roles)} roles, {len(record.measures)} measures"
        )
    return broken


def overlap(paths: list[Path], most: int = 10) -> None:
    """Print the pairs of articles that share most word 5-grams, as a share of the smaller article's."""
    grams = {}
    for path in paths:
        record, _ = compile_source(path)
        words = [word.strip(".,;:!?“”‘’'\"()").lower() for word in (record.text or "").split()]
        grams[path.stem] = {tuple(words[i : i + 5]) for i in range(len(words) - 4)}
    shares = [
        (len(grams[a] & grams[b]) / max(1, min(len(grams[a]), len(grams[b]))), a, b)
        for a, b in combinations(sorted(grams), 2)
    ]
    for share, a, b in sorted(shares, reverse=True)[:most]:
        print(f"{share:.2%}  {a}  {b}")


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("check", "overlap"):
        command = commands.add_parser(name)
        command.add_argument("paths", nargs="*", type=Path)
    options = parser.parse_args()
    paths = options.paths or sorted(SOURCES.glob("*.ann"))
    if options.command == "check":
        sys.exit(1 if check(paths) else 0)
    overlap(paths)


if __name__ == "__main__":
    main()
