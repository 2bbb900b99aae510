"""Reading what runs of an app were recorded as."""
