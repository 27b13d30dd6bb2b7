"""Slices: what is true and what may be done."""
