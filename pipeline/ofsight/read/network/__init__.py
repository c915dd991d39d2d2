"""The trained reader: one pass of a small transformer over windows of consecutive sentences.

========================  =====================================================================
module                    does
========================  =====================================================================
:mod:`.pieces`            text to word pieces, each with the characters it came from
:mod:`.shapes`            what an uncased tokenizer drops: capitals and digits
:mod:`.windows`           packs the pieces of consecutive sentences; nothing is ever cut
:mod:`.inputs`            windows to arrays, one window a call
:mod:`.decode`            arrays back to mentions and sentence scores
:mod:`.reader`            all of it for one document
========================  =====================================================================

Nothing here needs torch: the network itself is any function from :class:`.inputs.WindowInputs` to logits.
"""
