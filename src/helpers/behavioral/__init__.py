"""The behavioral level: onset, comparators, guessing, dissociation, beliefs as a landscape, suicidality, relapse."""
