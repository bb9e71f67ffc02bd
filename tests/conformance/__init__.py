"""The demo feed, read by the programs of others: ``make conformance``, docs/conformance.md."""
