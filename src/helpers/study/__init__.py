"""One small imaging study, taken apart: its design, its instruments, its power, and what it could not show."""
