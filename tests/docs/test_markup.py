from __future__ import annotations

from scripts.docsite.markup import as_markdown


def test_references_become_code() -> None:
    assert as_markdown("See :func:`load` and :class:`~ofsight.Record`, :mod:`.io`.") == (
        "See `load` and `ofsight.Record`, `io`."
    )


def test_simple_tables_become_tables() -> None:
    docstring = """What lies where:

======  =============
layer   where
======  =============
blocks  ``doc.spans``,
        a | b
facts   ``doc._``
======  =============

More.
"""
    assert as_markdown(docstring).splitlines() == [
        "What lies where:",
        "",
        "",
        "| layer | where |",
        "|---|---|",
        "| blocks | ``doc.spans``, a \\| b |",
        "| facts | ``doc._`` |",
        "",
        "",
        "More.",
    ]


def test_examples_become_code_without_flags() -> None:
    docstring = "Score.\n\n>>> one = 1  # doctest: +SKIP\n>>> one\n1\n\nMore."
    assert as_markdown(docstring) == "Score.\n\n```pycon\n>>> one = 1\n>>> one\n1\n```\n\nMore."


def test_plain_words_stay() -> None:
    plain = "Load it.\n\nParameters\n----------\npath : str\n    A == b, ``c``.\n"
    assert as_markdown(plain) == plain.rstrip("\n")
