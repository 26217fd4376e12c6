"""The terminal interface of reflect. It knows only `reflect.workspace` and the records."""
