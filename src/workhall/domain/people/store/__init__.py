"""The SQL of people and groups."""
