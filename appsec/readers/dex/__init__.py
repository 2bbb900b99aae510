"""Reads Dalvik bytecode: DEX 035 to 041."""
