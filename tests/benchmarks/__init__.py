"""Benchmarks: figures beside a peer or a limit of the same run; never part of the test suite."""
