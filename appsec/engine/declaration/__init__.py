"""The declaration that people write of an app: its form, its file, and what it says of a thing."""
