"""Tests of identity, level `unit`."""
