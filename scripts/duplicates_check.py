"""Measure how well copies are found: made copies of our own articles, real reports, and many short documents.

    python scripts/duplicates_check.py                             # recall and precision by kind of change
    python scripts/duplicates_check.py --blocks segmented          # with blocks as the program cuts them
    python scripts/duplicates_check.py --records reports.jsonl     # list what is marked among real records
    python scripts/duplicates_check.py --size 100000               # memory and time

For each kind of change every authored article (annotations/news) gets one copy made by code; originals and
copies are searched together, so that a mark which leads to any other document counts against precision. Two
kinds are no copies: articles of different events that share a statement or boilerplate, which must not be
marked. It ends with code 0 when recall and precision over all copies reach what is written below.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ofsight.duplicates import DEFAULT_THRESHOLD, Duplicate, find_duplicates, records_behind
from ofsight.duplicates.words import OWN_LABELS, own_words
from ofsight.record import AnnotatorInfo, Block, Meta, Record, Source
from ofsight.record.io import read_records
from ofsight.record.rules import text_checksum
from ofsight.segment.news import segment_news

LEAST_RECALL: Final = 0.9
LEAST_PRECISION: Final = 0.99
ROOT = Path(__file__).resolve().parent.parent
Part = tuple[str, str]
"""Label and text of a block."""

_OUTLETS: Final = ("The Harrow Lane Courier", "Eastmere Live", "The Tidewell Argus", "Northgate Today")
_FURNITURE: Final = (
    "Sign up to our free newsletter for the stories that matter where you live",
    "Read more: The ten best walks in the county this spring",
    "Advertisement",
    "Do you have a story for us? Email the newsdesk",
    "Comments are moderated. Please keep to our house rules",
)
_STATEMENT: Final = (
    "A spokesperson for the national association of directors said: “Every child deserves a service that"
    " is there when it is needed, and the people who work in these services do so under pressure that few"
    " outside them can picture. Demand has risen in every year of the last decade while the money to meet"
    " it has not. We have asked ministers for a settlement that lasts longer than twelve months, so that"
    " councils can plan, recruit and keep the staff on whom families rely, and we will go on asking.”"
)
_BOILERPLATE: Final = (
    "Ofsted inspects local authority children’s services at least once every three years under its"
    " framework for the inspection of local authority children’s services. Inspectors look at the"
    " experiences and progress of children who need help and protection, of children in care and of care"
    " leavers, and at the impact of leaders on social work practice. Each is graded outstanding, good,"
    " requires improvement to be good or inadequate, and so is overall effectiveness.",
    "Councils judged inadequate are visited every three months until they are inspected again, and the"
    " Secretary of State can appoint a commissioner to decide whether services should be taken out of"
    " their control.",
)


@dataclass(frozen=True)
class Article:
    """An article as its blocks, with the words that its people are quoted with."""

    id: str
    parts: tuple[Part, ...]
    quotes: tuple[str, ...]
    publisher: str

    @property
    def own(self) -> list[int]:
        """Where its own paragraphs stand among its parts."""
        return [index for index, (label, _) in enumerate(self.parts) if label in OWN_LABELS]


Change = Callable[[Article, "Material"], Sequence[Part]]


@dataclass(frozen=True)
class Material:
    """What changes draw on: chance, and the quotations and paragraphs of all articles."""

    chance: random.Random
    quotes: Sequence[str]
    paragraphs: Sequence[str]


def other_page(article: Article, use: Material) -> list[Part]:
    """Put the own paragraphs on the page of another outlet: headline, byline, crossheads, furniture."""
    outlet = use.chance.choice(_OUTLETS)
    body = [part for part in article.parts if part[0] in OWN_LABELS]
    page: list[Part] = [
        ("boilerplate", f"{outlet}\nNews\nSport\nWhat’s on"),
        ("headline", f"{outlet.removeprefix('The ')}: what inspectors told the council"),
        ("byline", f"By Newsdesk\n{use.chance.randint(1, 28)} March 2023"),
    ]
    for index, part in enumerate(body):
        page.append(part)
        if index % 5 == 4:
            page.append(("boilerplate", use.chance.choice(_FURNITURE)))
    return [*page, ("boilerplate", f"More from {outlet}\nContact us")]


def other_outlet(article: Article, use: Material) -> list[Part]:
    """Name another outlet for the article's own, and in the first words spoken of each paragraph."""
    outlet = use.chance.choice(_OUTLETS)

    def renamed(text: str) -> str:
        name = article.publisher.removesuffix(" (fiction)")
        text = text.replace(name, outlet).replace("this newspaper", outlet)
        return text.replace(" said:", f" told {outlet}:", 1).replace(" said that", f" told {outlet} that", 1)

    return [(label, renamed(text)) for label, text in other_page(article, use)]


def _first_share(share: float) -> Change:
    def cut(article: Article, use: Material) -> list[Part]:
        """Keep the first paragraphs only, as agencies' copy is cut from its end."""
        sizes = [len(article.parts[index][1]) for index in article.own]
        kept: set[int] = set()
        length = 0
        for index, size in zip(article.own, sizes, strict=True):
            if kept and length + size > share * sum(sizes):
                break
            kept.add(index)
            length += size
        parts = tuple(part for i, part in enumerate(article.parts) if i in kept or part[0] not in OWN_LABELS)
        return other_page(Article(article.id, parts, article.quotes, article.publisher), use)

    return cut


def local_paragraphs(article: Article, use: Material) -> list[Part]:
    """Add one to three paragraphs of the outlet's own: each of another article."""
    page = other_page(article, use)
    for text in use.chance.sample(use.paragraphs, use.chance.randint(1, 3)):
        page.insert(use.chance.randint(4, len(page) - 1), ("paragraph", text))
    return page


def other_quotes(article: Article, use: Material) -> list[Part]:
    """Put other words in the mouths of those quoted."""
    page = other_page(article, use)
    for quote in article.quotes:
        page = [(label, text.replace(quote, use.chance.choice(use.quotes))) for label, text in page]
    return page


def sub_edited(article: Article, use: Material) -> list[Part]:
    """Leave out, double or swap one word in twenty, as an editor's pen does here and there."""

    def edited(text: str) -> str:
        words = text.split(" ")
        for _ in range(round(len(words) / 20)):
            at = use.chance.randrange(len(words))
            words[at] = use.chance.choice(("", "also", "however", "council", "children"))
        return " ".join(word for word in words if word)

    return [
        (label, edited(text) if label in OWN_LABELS else text) for label, text in other_page(article, use)
    ]


def all_together(article: Article, use: Material) -> list[Part]:
    """Make every change at once; the last third is cut."""
    for change in (_first_share(0.67), other_outlet, other_quotes, sub_edited, local_paragraphs):
        parts = tuple(part for part in change(article, use) if part[0] in OWN_LABELS)
        article = Article(article.id, parts, article.quotes, article.publisher)
    return other_page(article, use)


COPIES: Final[dict[str, Change]] = {
    "other page": other_page,
    "other outlet": other_outlet,
    "first two thirds": _first_share(0.67),
    "first half": _first_share(0.5),
    "first third": _first_share(0.34),
    "local paragraphs": local_paragraphs,
    "other quotations": other_quotes,
    "one word in 20": sub_edited,
    "all together": all_together,
}
NO_COPIES: Final = {"shared statement": (_STATEMENT,), "shared boilerplate": _BOILERPLATE}


def main() -> int:
    """Run what was asked for; return the exit code."""
    options = _options()
    if options.records:
        return _list_marks(options.records, options.threshold)
    if options.size:
        return _measure(options.size, options.words, options.threshold)
    articles = list(_articles())
    chance = random.Random(options.seed)  # noqa: S311  (changes, no secrets)
    use = Material(
        chance,
        quotes=[quote for article in articles for quote in article.quotes],
        paragraphs=[article.parts[index][1] for article in articles for index in article.own],
    )
    print(f"{len(articles)} articles, threshold {options.threshold}, {options.blocks} blocks")
    print(f"{'change':20} {'pairs':>6} {'found':>6} {'recall':>7} {'wrong':>6} {'precision':>9}  kinds")
    found_in_all = Counter[str]()
    for name, change in COPIES.items():
        made = {f"{article.id}-copy": change(article, use) for article in articles}
        _report(name, articles, made, options, found_in_all)
    for name, texts in NO_COPIES.items():
        sharing = [_with_paragraphs(article, texts) for article in articles]
        _report(name, sharing, {}, options, found_in_all)
    pairs, right, wrong = (found_in_all[key] for key in ("pairs", "right", "wrong"))
    print(f"{'in all':20} {pairs:6} {right:6} {right / pairs:7.3f} {wrong:6} {right / (right + wrong):9.3f}")
    return 0 if right >= LEAST_RECALL * pairs and right >= LEAST_PRECISION * (right + wrong) else 1


def _report(
    name: str,
    articles: Sequence[Article],
    made: dict[str, Sequence[Part]],
    options: argparse.Namespace,
    sums: Counter[str],
) -> None:
    records = [_record(article.id, article.parts, options.blocks) for article in articles]
    records += [_record(id_, parts, options.blocks) for id_, parts in made.items()]
    marks = list(find_duplicates(records, threshold=options.threshold))
    right = [mark for mark in marks if mark.id == f"{mark.original}-copy"]
    wrong = len(marks) - len(right)
    sums.update(pairs=len(made), right=len(right), wrong=wrong)
    kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(mark.kind for mark in marks).items())
    recall = f"{len(right) / len(made):7.3f}" if made else f"{'-':>7}"
    precision = f"{len(right) / len(marks):9.3f}" if made and marks else f"{'-':>9}"
    print(f"{name:20} {len(made):6} {len(right):6} {recall} {wrong:6} {precision}  {kinds}", flush=True)
    if options.missed:
        _print_missed(records, marks, made)


def _print_missed(records: Sequence[Record], marks: Sequence[Duplicate], made: Iterable[str]) -> None:
    marked = {mark.id for mark in marks}
    lengths = {record.id: len(own_words(record)) for record in records}
    for id_ in made:
        if id_ not in marked:
            print(f"    missed: {id_}, {lengths[id_]} of {lengths[id_.removesuffix('-copy')]} words")


def _with_paragraphs(article: Article, texts: Sequence[str]) -> Article:
    parts = list(article.parts)
    for text in texts:
        parts.insert(article.own[-1] + 1, ("paragraph", text))
    return Article(article.id, tuple(parts), article.quotes, article.publisher)


def _articles() -> Iterator[Article]:
    for split in ("train", "dev", "test"):
        for record in read_records(ROOT / "annotations" / "news" / f"{split}.jsonl"):
            text = record.text or ""
            yield Article(
                record.id,
                tuple((block.label, text[block.start : block.end]) for block in record.blocks),
                tuple(text[quote.start : quote.end] for quote in record.quotations),
                record.meta.publisher or "",
            )


def _record(id_: str, parts: Sequence[Part], blocks: str = "gold") -> Record:
    text = ""
    spans: list[Block] = []
    for label, piece in parts:
        spans.append(Block(start=len(text), end=len(text) + len(piece), label=label))
        text += f"{piece}\n"
    if blocks == "segmented":
        spans = [block.model_copy(update={"score": None}) for block in segment_news(text).blocks]
    return Record(
        id=id_,
        source=Source(path=f"{id_}.txt", media_type="text/plain", sha256="0" * 64),
        meta=Meta(kind="news"),
        text=text,
        text_sha256=text_checksum(text),
        blocks=tuple(spans),
        model=AnnotatorInfo(annotator="duplicates_check"),
    )


def _list_marks(paths: Sequence[str], threshold: float) -> int:
    count = 0

    def counted() -> Iterator[Record]:
        nonlocal count
        for record in records_behind(paths):
            count += 1
            yield record

    marks = list(find_duplicates(counted(), threshold=threshold))
    for mark in marks:
        print(f"{mark.kind} {mark.similarity:.4f}  {mark.id}  is like  {mark.original}")
    print(f"{len(marks)} of {count} documents are marked")
    return 0


def _measure(size: int, words: int, threshold: float) -> int:
    """Search documents of runs of our articles' words, one in ten a copy with one word in 20 changed."""
    before = _resident()
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        spent = [0.0]
        marks = find_duplicates(
            _short_documents(size, words, spent), threshold=threshold, folder=Path(folder)
        )
        right = wrong = 0
        for mark in marks:
            is_right = mark.id == f"{mark.original}-copy"
            right, wrong = right + is_right, wrong + (not is_right)
        seconds = time.process_time() - started
    print(
        f"{size} documents of {words} words: {seconds - spent[0]:.0f} s of processor time"
        f" (and {spent[0]:.0f} s to make them), peak {_resident():.0f} MB resident, of that {before:.0f} MB"
        f" before; {right} of {size // 10} copies marked, {wrong} wrong marks"
    )
    return 0 if not wrong else 1


def _resident() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _short_documents(size: int, words: int, spent: list[float]) -> Iterator[Record]:
    """Yield documents of words drawn from our articles; the time that it takes is added to ``spent``."""
    chance = random.Random(1)  # noqa: S311  (texts, no secrets)
    paragraphs = (article.parts[index][1] for article in _articles() for index in article.own)
    bank = [word for paragraph in paragraphs for word in paragraph.split()]
    last: list[str] = []
    for number in range(size):
        started = time.process_time()
        if number % 10 == 9:
            id_ = f"d{number - 1}-copy"
            for _ in range(words // 20):
                last[chance.randrange(words)] = "changed"
        else:
            id_ = f"d{number}"
            starts = (chance.randrange(len(bank) - 6) for _ in range(words // 6))
            last = [word for start in starts for word in bank[start : start + 6]]
            last += ["end"] * (words - len(last))
        record = _record(id_, [("headline", "A headline"), ("paragraph", " ".join(last))])
        spent[0] += time.process_time() - started
        yield record


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--threshold", type=float, default=DEFAULT_THRESHOLD)
    parser.add_argument("--blocks", choices=("gold", "segmented"), default="gold")
    parser.add_argument("--missed", action="store_true", help="name the copies that were not found")
    parser.add_argument("--records", nargs="+", metavar="PATH", help="list what is marked among these")
    parser.add_argument("--size", type=int, help="number of short documents to measure memory and time with")
    parser.add_argument("--words", type=int, default=60, help="words of each of them")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
