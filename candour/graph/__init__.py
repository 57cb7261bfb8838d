"""Records -> who refers to whom, histories, consistency."""
