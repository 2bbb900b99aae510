"""The network probe, with the real mitmproxy and real clients, on loopback alone."""
