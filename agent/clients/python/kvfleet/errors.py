"""What can go wrong. Every error says what, where and what to do; a cache never stops serving, so callers treat all of them as a miss."""


class StoreError(Exception):
    """Base of all errors of this package."""


class ProtocolError(StoreError):
    """The peer sent what the store protocol does not allow. The connection is given up."""


class Disconnected(StoreError):
    """There is no connection to the agent now. The client connects again by itself; until then everything is a miss."""


class Refused(StoreError):
    """The agent answered a request with a status that is not 0.

    Attributes:
        status: the status of the reply, one of :class:`kvfleet.protocol.frames.Status` or a number that this version does not know.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class MappingError(StoreError):
    """Memory could not be reserved or mapped."""


class RegistrationError(StoreError):
    """A driver refused to register host memory. Transfers still work, slower.

    Attributes:
        code: the driver's own error number.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class UnsupportedEngine(StoreError):
    """The engine is of a version, or has classes, that this package was not made for."""
