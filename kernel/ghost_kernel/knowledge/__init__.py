"""What this machine knows: names for each place of a line. One source a file; each is read when first asked for."""
