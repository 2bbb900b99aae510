"""The guided session: its steps, the values that are typed, and how far it has come."""
