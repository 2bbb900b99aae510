"""Self-assessment of mobile apps against a standard that is kept as data."""
