"""Tells what software a build is made of, by what the pieces left in it."""
