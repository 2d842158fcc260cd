"""vLLM's two plug-in points: ``primary`` puts the pool in the place of vLLM's own CPU tier, ``secondary`` behind it."""
