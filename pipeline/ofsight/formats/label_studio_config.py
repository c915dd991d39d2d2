"""The labelling configuration that goes with exported tasks: every label that they have."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import quoteattr

from ofsight.errors import ConversionError
from ofsight.record import Record
from ofsight.record.labels import POLARITIES, SOURCES

from .tasks import FINDING

_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class LabelSets:
    """The entity labels and themes seen, in the order of the alphabet."""

    def __init__(self) -> None:
        self.entities: set[str] = set()
        self.themes: set[str] = set()

    def add(self, record: Record) -> None:
        """Take in the labels of one record."""
        self.entities |= {entity.label for entity in record.entities}
        self.themes |= {theme for finding in record.findings for theme in finding.themes}


def config(labels: LabelSets) -> str:
    """Return the configuration: a text, labels for spans, and for findings themes, polarity and the rest.

    Raises
    ------
    ConversionError
        When a label has a character that XML cannot hold.
    """
    lines = ["<View>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={_quoted(label)}/>" for label in sorted({*labels.entities, FINDING})]
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>']
    lines += _choices("themes", sorted(labels.themes), several=True)
    lines += _choices("polarity", POLARITIES)
    lines += _choices("source", SOURCES)
    lines += [
        f'  <TextArea name="{name}" toName="text" perRegion="true" placeholder="{shown}"/>'
        for name, shown in (("councils", "codes of councils"), ("value", "value"), ("unit", "unit"))
    ]
    return "\n".join([*lines, "</View>", ""])


def _choices(name: str, choices: list[str] | tuple[str, ...], *, several: bool = False) -> list[str]:
    if not choices:
        return []
    how = ' choice="multiple"' if several else ""
    when = f'perRegion="true" visibleWhen="region-selected" whenLabelValue="{FINDING}"'
    return [
        f'  <Choices name="{name}" toName="text"{how} {when}>',
        *(f"    <Choice value={_quoted(choice)}/>" for choice in choices),
        "  </Choices>",
    ]


def _quoted(label: str) -> str:
    if _NOT_XML.search(label):
        raise ConversionError(
            f"the label {label!r} has a character that Label Studio's configuration cannot hold; rename it"
        )
    return quoteattr(label)
