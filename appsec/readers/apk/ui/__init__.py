"""Reads layouts, the styles that apply in them, and their text fields."""
