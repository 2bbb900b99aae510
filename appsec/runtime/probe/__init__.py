"""The network probe: what an app sends, where, and which certificates it takes for a server's."""
