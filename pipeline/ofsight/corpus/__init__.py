"""The compact formats in which the annotated corpora are written, and what compiles them to records."""
