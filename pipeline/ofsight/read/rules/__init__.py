"""The rules that read where a trained reader will: one module a label, and the sentence rules."""
