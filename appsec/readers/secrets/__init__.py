"""Secrets and personal data in the texts of an app: a table of rules, and how it is searched."""
