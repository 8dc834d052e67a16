"""What holds for all tests: hypothesis does not judge by the clock, which says more of the machine than of the code."""

from hypothesis import settings

settings.register_profile("verbale", deadline=None)
settings.load_profile("verbale")
