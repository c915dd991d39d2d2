"""Score predicted findings and quotations against marked-up gold, as the project counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.findings.marked import Case

from ofsight.record import Finding, Quotation


@dataclass
class Scores:
    """Counts over any number of cases."""

    found: Counter[str] = field(default_factory=Counter)
    themes: dict[str, Counter[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def _f1(self, counts: Counter[str]) -> float:
        denominator = 2 * counts["hit"] + counts["spurious"] + counts["missed"]
        return 2 * counts["hit"] / denominator if denominator else 1.0

    @property
    def finding_f1(self) -> float:
        return self._f1(self.found)

    @property
    def theme_micro(self) -> float:
        return self._f1(sum(self.themes.values(), Counter()))

    @property
    def theme_macro(self) -> float:
        rated = [c for c in self.themes.values() if c["hit"] + c["missed"] >= 3]
        return sum(self._f1(c) for c in rated) / max(len(rated), 1)

    def accuracy(self, what: str) -> float:
        return self.found[what] / max(self.found["hit"], 1)

    @property
    def quotation_f1(self) -> float:
        return self._f1(
            Counter({k.removeprefix("q_"): v for k, v in self.found.items() if k.startswith("q_")})
        )

    def quotation_accuracy(self, what: str) -> float:
        return self.found[f"q_{what}"] / max(self.found["q_hit"], 1)

    def add(self, case: Case, findings: Iterable[Finding], quotations: Iterable[Quotation]) -> None:
        predicted = {f.start: f for f in findings}
        gold = {g.start: g for g in case.findings}
        for start in sorted(predicted.keys() | gold.keys()):
            p, g = predicted.get(start), gold.get(start)
            said, true = set(p.themes if p else ()), set(g.themes if g else ())
            for theme in said | true:
                kind = "hit" if theme in said & true else "spurious" if theme in said else "missed"
                self.themes.setdefault(theme, Counter())[kind] += 1
            span = p or g
            assert span is not None
            quote = case.text[span.start : span.end][:110]
            if p is None or g is None:
                self.found["missed" if p is None else "spurious"] += 1
                self.errors.append(f"{'MISSED' if p is None else 'SPURIOUS'} {quote} {p.score if p else ''}")
                continue
            self.found["hit"] += 1
            for what, same in (
                ("polarity", p.polarity == g.polarity),
                ("source", p.source == g.source),
                ("councils", set(p.councils) == g.councils),
            ):
                self.found[what] += same
                if not same:
                    self.errors.append(f"{what}: {getattr(p, what)} not {getattr(g, what)}: {quote}")
            if said != true:
                self.errors.append(f"themes: +{sorted(said - true)} -{sorted(true - said)}: {quote}")
        spans = {(q.start, q.end): q for q in quotations}
        gold_spans = {(q.start, q.end): q for q in case.quotations}
        for span_ in sorted(spans.keys() | gold_spans.keys()):
            if span_ not in spans or span_ not in gold_spans:
                kind = "missed" if span_ in gold_spans else "spurious"
                self.found[f"q_{kind}"] += 1
                self.errors.append(f"quotation {kind}: {case.text[slice(*span_)][:90]}")
                continue
            p_, g_ = spans[span_], gold_spans[span_]
            said_by = p_.speaker.text if p_.speaker else None
            self.found["q_hit"] += 1
            self.found["q_source"] += p_.source == g_.source
            self.found["q_speaker"] += said_by == g_.speaker
            if p_.source != g_.source or said_by != g_.speaker:
                self.errors.append(
                    f"quotation {p_.source}/{said_by} not {g_.source}/{g_.speaker}: "
                    f"{case.text[slice(*span_)][:60]}"
                )

    def __str__(self) -> str:
        figures = {
            "finding F1": self.finding_f1,
            "themes micro": self.theme_micro,
            "themes macro": self.theme_macro,
            "polarity": self.accuracy("polarity"),
            "source": self.accuracy("source"),
            "council": self.accuracy("councils"),
            "quotation F1": self.quotation_f1,
            "quotation source": self.quotation_accuracy("source"),
            "quotation speaker": self.quotation_accuracy("speaker"),
        }
        return "  ".join(f"{name} {figure:.3f}" for name, figure in figures.items())
