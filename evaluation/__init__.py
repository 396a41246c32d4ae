"""Programs that measure quality on labelled data; ``./dev evaluate NAME`` runs one."""
