"""Tests of the auth surface on the wire."""
