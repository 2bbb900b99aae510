"""Reads Android packages: binary XML and resources become the facts of an AndroidApp."""
