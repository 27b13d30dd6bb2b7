"""Tests of the level `persistence`."""
