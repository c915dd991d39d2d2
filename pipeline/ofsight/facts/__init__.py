"""The facts stage: judgements, roles and measures, each with the sentence or table it comes from."""
