"""candour turns a committee's records into a public site that links each model to its decisions over time."""

__version__ = "0.1.0"
