"""The connections: the accounts of each client, and connecting them."""
