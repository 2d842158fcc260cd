"""The store protocol of agent/README.md: bytes to values and back. Pure: no socket, no thread, no clock."""
