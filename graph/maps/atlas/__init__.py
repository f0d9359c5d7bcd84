"""The atlas: a static site over all accounts, made from a few bulk questions to the graph.

``write.write_atlas`` is the entry point. Every page is one file with its data in JSON blocks;
scripts and styles lie once in ``assets/``.
"""
