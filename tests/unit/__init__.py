"""Tests of the level `unit`."""
