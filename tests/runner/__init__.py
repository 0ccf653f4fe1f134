"""What `tests/run.py` is made of.

`steps` runs a list of steps and keeps count; `context` knows the folders and the environment; `getting` finds or
fetches what a machine lacks; `checks` are the linters, `suites` the tests. Standard library only.
"""
