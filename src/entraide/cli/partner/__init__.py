"""Commands of partners and agreements: pinned, signed, reviewed, reconciled, by hand."""
