"""How quick microcred is, beside others who do the same work: ``python -m tests.benchmarks``."""
