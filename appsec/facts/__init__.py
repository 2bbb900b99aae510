"""What can be known of an app: values, and the interface that checks ask."""
