"""Comparing leaders with staff, from released tables of counts."""
