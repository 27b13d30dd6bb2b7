"""Workhall, the digital workplace server."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("workhall")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0.1.0"
