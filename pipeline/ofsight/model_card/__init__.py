"""The model card: what a model is, what it was made of, how right it is; made of stored facts by a command.

===================  ================================================================================
module               does
===================  ================================================================================
:mod:`.facts`        the facts as files beside the model: ``figures.json``, ``ablations.json``
:mod:`.measuring`    scores the model, and parts of it alone, on a split of the annotated corpora
:mod:`.sizes`        counts what the annotated corpora hold
:mod:`.rendering`    the card from the facts, by a template in ``data/``
:mod:`.checking`     whether the card still says what the facts say, and the facts are on this model
===================  ================================================================================

Scoring needs the extra ``evaluate``.
"""

from __future__ import annotations
