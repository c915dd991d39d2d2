"""Training readers: from annotated records to a model directory. Needs the extra ``train``."""
