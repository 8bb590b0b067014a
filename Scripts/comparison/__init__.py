"""The parts of Scripts/compare.py, each of one idea.

Those that the comparing process itself imports need the standard library alone, so that it stays small: a child's
peak memory begins at its parent's.
"""
