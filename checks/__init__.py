"""What the tool asks of an app: content, one question in each file."""
