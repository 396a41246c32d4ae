"""What keeps a node whole: backup and restore, migration, its rounds."""
