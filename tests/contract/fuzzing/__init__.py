"""Requests nobody means: generated from the API descriptions, and our own collection of things that break servers."""
