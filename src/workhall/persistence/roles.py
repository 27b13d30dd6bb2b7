"""The roles in the database."""

SERVER_ROLE = "workhall_server"
"""Whom the server works as: owns nothing, bypasses nothing."""
