"""Phones and emulators: what lies on them, what they log, and what stands in the way."""
