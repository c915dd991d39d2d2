"""Divide the authorities among train, dev and test, and lay out the grid of the authored news corpus.

    python scripts/build_splits.py

Writes ``annotations/splits.csv`` (GSS code, split) and, from ``annotations/news/grid.json``,
``annotations/news/plan.csv`` (a row for each article to be written). Predecessors and successors share a
split. Seeded: the same register gives the same files.
"""

from __future__ import annotations

import csv
import datetime
import json
import random
from pathlib import Path
from typing import Any

from ofsight.register import Authority, load_register

ROOT = Path(__file__).resolve().parent.parent
SHARES = (("train", 0.6), ("dev", 0.2), ("test", 0.2))
WRITERS = 8
MANY_OUTLETS = 4
HTML_SHARE = 0.24
FIRST_DAY = datetime.date(2009, 1, 1)
DAYS = 6400
LETTERS = {
    "focused visit": datetime.date(2018, 2, 1),
    "monitoring visit": datetime.date(2016, 3, 1),
}
LETTER_LENGTHS = ("middle: 700-900 words", "long: 1000-1300 words")
# A split is "who is in it": an outlet belongs to one, in this turn, where a kind has enough outlets.
OUTLET_TURNS = ("train", "dev", "test", "train", "train")


def authority_splits(rng: random.Random, development: list[str]) -> dict[str, str]:
    """Give each authority with children's services a split, families of successors as one."""
    authorities = sorted((a for a in load_register() if a.childrens_services), key=lambda a: a.code)
    families: dict[str, str] = {}
    for authority in authorities:
        for successor in authority.replaced_by:
            families[authority.code] = families.setdefault(successor, successor)
    # Two successors of one county are one family as well.
    for authority in authorities:
        heads = {families.get(code, code) for code in authority.replaced_by}
        if heads:
            head = min(heads)
            for code in (*authority.replaced_by, authority.code):
                families[code] = head
    heads = sorted({families.get(a.code, a.code) for a in authorities})
    rng.shuffle(heads)
    split_of = {}
    fixed = {families.get(code, code) for code in development}
    free = [head for head in heads if head not in fixed]
    start = 0
    for split, share in SHARES:
        count = round(share * len(heads)) - (len(fixed) if split == "dev" else 0)
        for head in free[start : start + count]:
            split_of[head] = split
        start += count
    split_of |= dict.fromkeys(free[start:], "train") | dict.fromkeys(fixed, "dev")
    return {a.code: split_of[families.get(a.code, a.code)] for a in authorities}


def existing(codes: list[str], when: datetime.date) -> list[str]:
    """Return the authorities of ``codes`` that existed on a day."""
    return [code for code in codes if load_authority(code).existed(when)]


def load_authority(code: str) -> Authority:
    """Return an authority that is known to be in the register."""
    authority = load_register().by_code(code)
    if authority is None:
        raise KeyError(code)
    return authority


def outlet_splits(grid: dict[str, Any]) -> dict[str, str]:
    """Give each invented outlet a split; councils' newsrooms and letters follow their authority's."""
    return {
        outlet: OUTLET_TURNS[index % len(OUTLET_TURNS)]
        for outlets in grid["outlets"].values()
        if len(outlets) >= MANY_OUTLETS
        for index, outlet in enumerate(outlets)
    }


def queues(rng: random.Random, splits: dict[str, str], hard_names: list[str]) -> dict[str, list[str]]:
    """Line up the authorities of each split: everyone once, then again, hard names more often."""
    lines = {}
    for split, _ in SHARES:
        everyone = [code for code in splits if splits[code] == split]
        again = everyone * 2 + [code for code in hard_names if splits.get(code) == split] * 2
        rng.shuffle(everyone)
        rng.shuffle(again)
        lines[split] = everyone + again
    return lines


def plan(rng: random.Random, splits: dict[str, str], grid: dict[str, Any]) -> list[dict[str, str]]:
    """Lay out the articles: each row says who writes what, for which outlet, about whom."""
    kinds = [kind for kind, count in grid["kinds"].items() for _ in range(count)]
    rng.shuffle(kinds)
    outlet_split = outlet_splits(grid)
    waiting = queues(rng, splits, grid["hard_names"])
    rows = []
    for number, kind in enumerate(kinds, start=1):
        split = rng.choices([name for name, _ in SHARES], [share for _, share in SHARES])[0]
        outlets = [outlet for outlet in grid["outlets"][kind] if outlet_split.get(outlet, split) == split]
        published = FIRST_DAY + datetime.timedelta(days=int(rng.betavariate(2.2, 1.1) * DAYS))
        event = rng.choice(grid["events"])
        length = rng.choices(list(grid["lengths"]), list(grid["lengths"].values()))[0]
        features = rng.sample(grid["features"], 3)
        if kind == "letter":
            event = rng.choice(list(LETTERS))
            published = max(published, LETTERS[event])
            length = rng.choice(LETTER_LENGTHS)
            features = features[:1]
        council = existing(waiting[split], published)[0]
        waiting[split].remove(council)
        councils = [council]
        if event.startswith("round-up"):
            others = [c for c in existing(list(splits), published) if splits[c] == split and c != council]
            councils += rng.sample(others, rng.randint(4, 8))
        rows.append(
            {
                "id": f"n{number:03d}",
                "writer": str((number - 1) % WRITERS + 1),
                "split": split,
                "outlet_kind": kind,
                "outlet": rng.choice(outlets),
                "published": published.isoformat(),
                "councils": "; ".join(f"{load_authority(c).short_name}={c}" for c in councils),
                "event": event,
                "tone": rng.choices(("praise", "blame", "both"), (30, 35, 35))[0],
                "length": length,
                "form": "html"
                if kind not in {"letter", "aggregator"} and rng.random() < HTML_SHARE
                else "txt",
                "themes": ", ".join(rng.sample(grid["themes"], 3)),
                "features": "; ".join(features),
            }
        )
    return rows


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write both files."""
    grid = json.loads((ROOT / "annotations" / "news" / "grid.json").read_text(encoding="utf-8"))
    rng = random.Random(20261122)  # noqa: S311  # a draw, no secret
    splits = authority_splits(rng, grid["development"])
    write(
        ROOT / "annotations" / "splits.csv",
        [
            {"gss_code": code, "name": load_authority(code).short_name, "split": split}
            for code, split in sorted(splits.items())
        ],
    )
    write(ROOT / "annotations" / "news" / "plan.csv", plan(rng, splits, grid))


if __name__ == "__main__":
    main()
