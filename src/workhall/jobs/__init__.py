"""Work after the commit: a queue in PostgreSQL, at least once."""
