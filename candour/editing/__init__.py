"""An archive and what its maintainer wants -> the changes to its files, byte by byte."""
