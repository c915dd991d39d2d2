"""Learning extractors: labels of one's own from a few annotated examples, on the frozen encoder of a model.

========================  =====================================================================
module                    does
========================  =====================================================================
:mod:`.config`            the TOML file that describes what is to be learned
:mod:`.examples`          annotated records to features with targets
:mod:`.background`        sentences of ordinary documents, of what the labels are not
:mod:`.words`             entity labels: words tagged by logistic regression
:mod:`.sentences`         themes: sentences scored by logistic regression
:mod:`.folds`             examples kept back in turn, to choose and to score by
:mod:`.learn`             all of it, from a configuration to a stored extractor
========================  =====================================================================

It needs scikit-learn, of the extra ``train``, but no torch. What is learned runs without either.
"""
