"""Fuzzing of everything that reads what others wrote: seeds, mutations, and the worker that reads them."""
