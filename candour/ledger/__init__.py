"""Two graphs -> what changed; the only place that runs git."""
