"""The hosts and addresses that a build names, told by what they are used for."""
