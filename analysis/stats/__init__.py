"""Statistics of two groups as pure functions on tables of counts.

Counts are leaders' and staff's answers 1..K, lowest first. A gap is leaders minus staff.
"""
