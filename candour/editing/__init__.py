"""An archive and what its maintainer wants -> the changes to its files, byte by byte."""


class RefusedError(Exception):
    """Nothing is written; the message says why, and what to do."""
