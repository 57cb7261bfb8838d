"""candour turns a committee's records into a public site that links each project to its decisions over time."""

__version__ = "0.1.0"
