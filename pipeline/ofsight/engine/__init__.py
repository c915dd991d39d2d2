"""Running the pipeline over many inputs: one bad input costs its own result, never the run."""
