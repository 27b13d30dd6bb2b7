"""Tests of the level `store`."""
