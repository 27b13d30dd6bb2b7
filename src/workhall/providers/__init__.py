"""Calendars, directories, mail and push of others: one folder per provider, each implementing ports, none knowing another."""
