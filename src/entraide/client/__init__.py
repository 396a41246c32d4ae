"""The client of the API: what a program of the agency's own needs to work with its node.

    officer = Officer.unlock(Path("ma"), "Amina", passphrase)
    node = Client(Connection("http://localhost:8450"), officer)

Standard library only on the wire; the types are those from which the OpenAPI document is drawn.
"""

from entraide.client.client import Client
from entraide.client.connection import Connection
from entraide.client.officer import Officer
from entraide.client.reading import Reading

__all__ = ["Client", "Connection", "Officer", "Reading"]
