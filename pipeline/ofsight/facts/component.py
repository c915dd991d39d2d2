"""The facts stage: judgements, roles and measures, each with its evidence."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.record import Judgement

from .earlier_judgements import find_earlier_judgements
from .judgements import find_stated_judgements
from .measures import find_measures
from .report_judgements import find_report_judgements
from .roles import find_roles
from .setting import Setting


class FactStage:
    """Collect the facts of a document from its text, entities and findings."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the fact layers of one document and return it."""
        setting = Setting.from_doc(doc)
        layers.set_judgements(doc, _judgements(doc, setting))
        layers.set_roles(doc, find_roles(setting))
        layers.set_measures(doc, find_measures(setting))
        return doc


def _judgements(doc: Doc, setting: Setting) -> list[Judgement]:
    """Return a report's own judgements and those it recalls; else (news, letters) those the text states."""
    if setting.meta.kind != "report":
        return find_stated_judgements(setting)
    sentences = layers.get_sentences(doc)
    inspection = setting.meta.inspection
    own = find_report_judgements(layers.get_text(doc), inspection, layers.get_blocks(doc), sentences)
    if not own:
        return find_stated_judgements(setting)
    earlier = find_earlier_judgements(setting.text, sentences, layers.get_entities(doc), inspection)
    return sorted([*own, *earlier], key=lambda judgement: judgement.evidence)


@Language.factory("ofsight_facts")
def make_fact_stage(nlp: Language, name: str) -> FactStage:  # noqa: ARG001 (the signature spaCy calls)
    """Make the component for a spaCy pipeline."""
    return FactStage()
