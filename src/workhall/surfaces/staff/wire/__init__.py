"""Shapes of the Staff API on the wire."""
