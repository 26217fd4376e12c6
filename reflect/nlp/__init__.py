"""Sentences, encoder, codes, evidence and people: a spaCy pipeline behind `Tagger`."""
