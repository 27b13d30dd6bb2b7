"""Shapes of the engine API on the wire."""
