"""Tests of the level `contract`."""
