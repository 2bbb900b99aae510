"""Check a mobile app build against Taiwan's 行動應用App基本資安規範: `appsec.scan`."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from appsec.pipeline import Options, scan

__version__ = "0.1.0"
__all__ = ["Options", "__version__", "scan"]


def __getattr__(name: str) -> Any:
    """`appsec.scan` and `appsec.Options` are loaded on first use: `appsec --help` needs neither."""
    if name in ("scan", "Options"):
        return getattr(import_module("appsec.pipeline"), name)
    raise AttributeError(name)
