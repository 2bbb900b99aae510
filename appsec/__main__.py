"""`python -m appsec`."""

from appsec.cli import main

main()
