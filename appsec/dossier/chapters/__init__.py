"""The chapters of the report on a dossier; a module has one, or a few that belong together."""
