"""Long trials, each a module with a `main`, which may take `minutes` and a `seed` and returns how many faults it found.

`make trials` runs them all: `__main__.py`.
"""
