"""Check figures that somebody published: what cannot be true of them, with its proof."""
