"""The SQL of assets."""
