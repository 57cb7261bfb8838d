"""One file's bytes -> a record and its problems."""
