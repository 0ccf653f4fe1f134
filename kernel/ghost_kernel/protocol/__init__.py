"""The messages of the synapse: types (generated), readers of fields, and the codec."""
