"""The segment stage: the blocks of a page or report, the sentences of its body, what its text says of it."""
