"""Announcements from the outbox to whoever listens, on every node."""
