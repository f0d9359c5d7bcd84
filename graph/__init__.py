"""coterie's core: the graph model, facts, analysis, stores, queries and maps.

Imports flow down only: ``cli -> loaders -> graph``. Nothing here knows of the two above.
"""

__version__ = "0.1.0"
