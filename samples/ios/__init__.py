"""The iOS samples: source and build scripts."""
