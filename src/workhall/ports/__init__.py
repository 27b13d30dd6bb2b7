"""Protocols and plain values that plugs implement. Nothing else."""
