"""Training of the shipped models: membership, confidence and roles.

``python -m tests.training`` makes worlds with the project's own generator (``tests.worlds``),
joins planted worlds of another maker where ``--world DIR`` names them, fits the three models of
``graph/analysis/models`` and prints what they are worth on worlds that were held out: within one
construction, from one construction to the other, and with both. The same command gives the same
bytes.

The features are the engine's own, computed by the modules that analyse a customer's data; here is
only what the truth adds, and the fits. Made worlds are no evidence about real buyers.
"""
