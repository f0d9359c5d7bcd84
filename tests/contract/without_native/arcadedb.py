"""Stands before the native build on the path, so that the stable one is taken (test_fallback)."""

raise ImportError("the native build is hidden for this test")
