"""Identities are checked on many tables; how long one takes depends on the machine's day."""

from hypothesis import settings

settings.register_profile("statistics", deadline=None)
settings.load_profile("statistics")
