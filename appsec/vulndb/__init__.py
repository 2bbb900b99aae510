"""The database of published advisories: made from feeds on request, asked without a network."""
