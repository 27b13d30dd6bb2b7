"""How fast the house is: `make bench`. Ratios taken in one run on one machine, against the same SQL in pgbench."""
