"""The API over HTTP: its document, its client, two running nodes for both."""
