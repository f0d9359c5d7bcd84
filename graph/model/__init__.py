"""The one declaration of nodes, relationships, properties, signal kinds and vocabularies."""
