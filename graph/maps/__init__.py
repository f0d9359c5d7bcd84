"""Relationship maps: one account, one offline HTML file, laid out in Python.

``read`` (graph -> ``page``), ``layout`` (page -> positions), ``render`` (pyvis ``Network`` and our
own template -> HTML), ``write`` (the entry point).
"""
