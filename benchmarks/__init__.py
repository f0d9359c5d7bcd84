"""Ratios in one run; never timed assertions in tests."""
