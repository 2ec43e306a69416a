"""The tools of practice mode: its clock and its faults."""
