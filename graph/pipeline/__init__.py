"""Where the rooms are joined: facts to graph, facts through analysis to facts."""
