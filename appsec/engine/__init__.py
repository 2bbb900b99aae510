"""Loads checks and profiles, and runs checks on an app; knows no single check and no standard."""
