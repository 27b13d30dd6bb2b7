"""The engine API, `/api/engine/v2`: zones, systems, metadata, people, assets, files."""

from workhall.surfaces.engine.short_urls import surface as redirects
from workhall.surfaces.engine.surface import surface

__all__ = ["redirects", "surface"]
