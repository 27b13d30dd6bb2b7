"""Tests of identity, level `store`."""
