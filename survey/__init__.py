"""Running rounds and keeping answers. This package knows nothing of `analysis`."""
