"""The steps from an empty database to a ledger of today; none ever touches an entry."""
