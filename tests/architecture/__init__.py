"""Tests of the level `architecture`."""
