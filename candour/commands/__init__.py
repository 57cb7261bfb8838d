"""What is typed; the only place that prints."""
