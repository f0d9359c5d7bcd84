"""The command line: thin verbs over loaders and graph."""
