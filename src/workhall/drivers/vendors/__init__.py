"""Drivers by vendor, one folder each; they see the driver kit and nothing of the server."""
