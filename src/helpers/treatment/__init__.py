"""Treatment as it is practised: routes, a visit, side effects, who is left out, schedules and what they cost."""
