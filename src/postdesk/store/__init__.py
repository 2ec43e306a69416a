"""The SQLite file and the keyring: SQL in, values of the domain out."""
