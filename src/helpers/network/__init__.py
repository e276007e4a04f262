"""The network level: real cortex, its hierarchy, what was found under ketamine, and what entropy does not say."""
