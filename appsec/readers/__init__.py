"""Readers turn an artefact into facts; nothing else touches its bytes."""
