"""The half of the network probe that runs with mitmproxy, in an environment of its own.

It knows the standard library, mitmproxy and what mitmproxy is built on, and nothing else of ours.
It is handed settings and commands as JSON lines on its input, and tells what it saw as JSON lines
on its output.
"""
