"""A small agent in Python that follows agent/README.md, to test the client against. It keeps everything in one process and evicts nothing."""
