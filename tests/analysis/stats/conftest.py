"""Identities are checked on many tables; how long one takes depends on the machine's day."""

from hypothesis import Phase, settings

settings.register_profile("statistics", deadline=None)
settings.register_profile(  # for `make mutate`: the same few tables for every mutant
    "mutation",
    parent=settings.get_profile("statistics"),
    derandomize=True,
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("statistics")
