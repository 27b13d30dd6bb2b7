"""Calendars, directories, mail and push of others: a folder per provider; each implements ports and knows no other."""
