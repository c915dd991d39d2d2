"""The entities stage: mentions that do not overlap, each with its value."""
