"""The graph -> files of data beside the pages."""

from candour.exports.names import names_file

__all__ = ["names_file"]
