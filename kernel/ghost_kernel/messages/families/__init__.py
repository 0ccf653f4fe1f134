"""Wordings of complaints, one family of tools a file."""
