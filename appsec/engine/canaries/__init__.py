"""Canaries: values typed by a tester or learned from a run, and every form in which they leak."""
