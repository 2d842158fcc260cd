"""Registering the pool's memory with a driver, so that it can be the source and target of DMA."""
