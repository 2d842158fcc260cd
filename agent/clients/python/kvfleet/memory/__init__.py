"""The pool's extents, side by side in one reserved range of addresses."""
