"""All SQL of bookings: `rows` from row to value, `writing`, `reading`, and `listing` of periods."""
