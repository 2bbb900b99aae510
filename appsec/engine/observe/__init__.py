"""The inventory of what a build shows of the things that its developer has to declare."""
