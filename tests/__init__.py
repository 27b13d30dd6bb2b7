"""Tests, by level: unit, store, contract, property, browser, architecture."""
