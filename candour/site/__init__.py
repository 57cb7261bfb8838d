"""Pages and exports -> published files."""
