"""KvFleet's store of KV-cache values on this node, as an engine uses it. Standard library only; see README.md beside this package."""

from kvfleet.client import StoreClient
from kvfleet.errors import Disconnected, MappingError, ProtocolError, Refused, RegistrationError, StoreError, UnsupportedEngine
from kvfleet.options import ClientOptions, socket_path
from kvfleet.rows import Part, RowStore, Value

__all__ = [
    "ClientOptions",
    "Disconnected",
    "MappingError",
    "Part",
    "ProtocolError",
    "Refused",
    "RegistrationError",
    "RowStore",
    "StoreClient",
    "StoreError",
    "UnsupportedEngine",
    "Value",
    "socket_path",
]
