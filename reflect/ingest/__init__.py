"""Files in, notes out: one reader per file format, chosen by content first, then by suffix."""

from reflect.ingest.dispatch import read, read_text
from reflect.ingest.find import Found, find
from reflect.ingest.mapping import parse_mapping

__all__ = ["Found", "find", "parse_mapping", "read", "read_text"]
