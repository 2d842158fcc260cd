"""SGLang's HiCache storage, over the pool."""
