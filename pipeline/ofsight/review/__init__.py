"""The review loop: a person corrects what is most worth a look, and what was learned goes back into training.

>>> from pathlib import Path
>>> from ofsight.review import Run, read_plan, read_review, write_review
>>> written = write_review(Run(Path("out.jsonl")), Path("tasks.json"))  # doctest: +SKIP
>>> review = read_review(Run(Path("out.jsonl")), Path("export.json"), written.plan)  # doctest: +SKIP
"""

from __future__ import annotations

from .choose import Choice
from .loop import Review, Written, read_review, write_corrected, write_gold, write_review
from .plan import Plan, plan_path, read_plan
from .run import Run

__all__ = [
    "Choice",
    "Plan",
    "Review",
    "Run",
    "Written",
    "plan_path",
    "read_plan",
    "read_review",
    "write_corrected",
    "write_gold",
    "write_review",
]
