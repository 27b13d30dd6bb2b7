"""Words every floor shares: ids, time, errors, text. Standard library only."""
