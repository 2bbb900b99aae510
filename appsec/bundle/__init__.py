"""The evidence bundle: files, a signed manifest of them, and what has become of both."""
