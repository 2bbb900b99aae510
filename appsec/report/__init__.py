"""Renders assessments: one writer for each format."""
