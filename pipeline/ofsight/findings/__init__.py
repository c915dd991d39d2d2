"""The findings stage: which sentences are findings, whose words they and the quotations are, about whom."""
