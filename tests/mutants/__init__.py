"""Mutation check of the formulas: `make mutants`."""
