"""What the code of a Mach-O slice says: pointers, classes, functions, and calls with their arguments."""
