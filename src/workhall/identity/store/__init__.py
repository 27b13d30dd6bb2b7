"""The SQL of identity, one file per subject. Entered by file: `from workhall.identity.store import sessions`."""
