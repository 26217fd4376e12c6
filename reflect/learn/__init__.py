"""Corpora in, models out: freezing, training, evaluating. Needs the extra `learn`."""
