"""Tests of the level `property`."""
