"""Scoring record files against each other."""
