"""The command line; the only place that prints and knows exit statuses. Nothing in candour knows what day it is.

A command imports what it needs only when it is called, so that help appears at once and a check loads no templates.
"""

DONE, CONTENT_PROBLEMS, WRONG_USAGE, OUR_BUG = 0, 1, 2, 3
"""The exit statuses."""
