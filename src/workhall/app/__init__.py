"""The only place that knows everything: builds ports, surfaces and workers, and starts them."""

from workhall.app.build import build_house, build_site

__all__ = ["build_house", "build_site"]
