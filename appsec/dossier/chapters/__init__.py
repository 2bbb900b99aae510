"""The chapters of the report on a dossier, one module for each or for a few that belong together."""
