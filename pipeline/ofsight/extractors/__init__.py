"""Extractors: entity labels and themes of one's own, added to a model without changing what it says.

========================  =====================================================================
module                    does
========================  =====================================================================
:mod:`.answers`           what an extractor is, and what it answers on one document
:mod:`.patterns`          an extractor of rules: the YAML file that describes it
:mod:`.matching`          finds what such a file describes
:mod:`.learned`           an extractor learned from examples, at run time
:mod:`.stored`            a learned extractor as files
:mod:`.loading`           either of them from its path
:mod:`.merging`           puts answers beside the standard ones
:mod:`.component`         the stage at the end of the pipeline
========================  =====================================================================

Learning one is the business of :mod:`ofsight.learning`.
"""
