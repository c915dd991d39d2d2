"""Scoring of record files: prediction against gold, or annotator against annotator.

>>> from ofsight.evaluation import RecordFiles, evaluate  # doctest: +SKIP
>>> report = evaluate(RecordFiles("gold.jsonl"), RecordFiles("predicted.jsonl"))  # doctest: +SKIP
>>> report.group().figures()["entities.strict.micro.f1"].value  # doctest: +SKIP
0.91

Needs the extra ``evaluate`` (scikit-learn, scipy, Jinja): ``pip install "ofsight[evaluate]"``.
"""

from __future__ import annotations

from ofsight.errors import EvaluationError

try:
    from .coverage import LAYERS
    from .files import RecordFiles
    from .main_figures import MAIN_FIGURES
    from .report import Comparison, Report
    from .scoring import Options, compare, evaluate
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in {"jinja2", "scipy", "sklearn"}:
        raise
    raise EvaluationError(
        f'evaluation needs the package {error.name}, which is not installed: pip install "ofsight[evaluate]"'
    ) from error

__all__ = ["LAYERS", "MAIN_FIGURES", "Comparison", "Options", "RecordFiles", "Report", "compare", "evaluate"]
