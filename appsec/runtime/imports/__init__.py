"""Making a run of what testers recorded with tools of their own."""
