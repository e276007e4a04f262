"""For all tests of the modules: examples are drawn as always, and none has to be quick."""

from __future__ import annotations

from hypothesis import settings

# A time limit would fail on a machine with much to do, and say nothing about the course.
settings.register_profile("course", settings(), deadline=None)  # all else as it is set: mutants draw fewer
settings.load_profile("course")
