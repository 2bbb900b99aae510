"""One product, its builds on both platforms, and one report on all of it."""
