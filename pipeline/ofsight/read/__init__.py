"""The read stage: mentions, quotations and the scores of sentences, by one reader of the whole document."""
