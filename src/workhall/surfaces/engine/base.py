"""Where the engine API lives."""

BASE = "/api/engine/v2"
