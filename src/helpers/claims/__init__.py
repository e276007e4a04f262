"""The ledger of claims: what the three articles assert."""
