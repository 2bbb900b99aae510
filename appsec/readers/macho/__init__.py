"""What the code of a Mach-O slice says: pointers, classes, and calls with arguments."""
