"""Registration with CUDA: through the runtime that torch brings, else through the driver library itself."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from kvfleet.errors import RegistrationError

_PORTABLE = 1
_ALREADY_REGISTERED = 712
_NOT_REGISTERED = 713


class CudaDriverRegistrar:
    """Calls ``cuMemHostRegister`` of libcuda. Needs a current CUDA context in the calling thread's process: it retains the primary context of one device.

    Args:
        device: ordinal of the device whose primary context is used.
        library: name or path of the driver library.

    Raises:
        RegistrationError: there is no driver, no such device, or no context.
    """

    def __init__(self, device: int = 0, library: str = "libcuda.so.1") -> None:
        try:
            self._cuda = ctypes.CDLL(library)
        except OSError as e:
            raise RegistrationError(-1, f"cannot load {library}: {e}. Without a CUDA driver memory stays unregistered") from e
        self._cuda.cuMemHostRegister_v2.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint)
        self._cuda.cuMemHostUnregister.argtypes = (ctypes.c_void_p,)
        self._cuda.cuCtxSetCurrent.argtypes = (ctypes.c_void_p,)
        self._cuda.cuDevicePrimaryCtxRetain.argtypes = (ctypes.POINTER(ctypes.c_void_p), ctypes.c_int)
        self._context = ctypes.c_void_p()
        self._check(self._cuda.cuInit(0), "initialise CUDA")
        self._check(self._cuda.cuDevicePrimaryCtxRetain(ctypes.byref(self._context), device), f"get the context of device {device}")

    def register(self, address: int, size: int) -> None:
        """Registers as portable: for all contexts of this process."""
        self._check(self._cuda.cuCtxSetCurrent(self._context), "use the context")
        code = self._cuda.cuMemHostRegister_v2(address, size, _PORTABLE)
        if code != _ALREADY_REGISTERED:
            self._check(code, f"register {size} bytes at {address:#x}")

    def unregister(self, address: int) -> None:
        """Unregisters."""
        self._check(self._cuda.cuCtxSetCurrent(self._context), "use the context")
        code = self._cuda.cuMemHostUnregister(address)
        if code != _NOT_REGISTERED:
            self._check(code, f"unregister the memory at {address:#x}")

    def _check(self, code: int, what: str) -> None:
        if code != 0:
            name = ctypes.c_char_p()
            self._cuda.cuGetErrorName(code, ctypes.byref(name))
            raise RegistrationError(code, f"cannot {what}: {(name.value or b'CUDA error').decode()} ({code})")


class TorchRegistrar:
    """Calls the runtime of the engine's own torch, so that there is one context and one runtime in the process. ROCm builds of torch answer to the same names."""

    def __init__(self, runtime: Any) -> None:
        self._runtime = runtime

    def register(self, address: int, size: int) -> None:
        """Registers as portable."""
        self._check(self._runtime.cudaHostRegister(address, size, _PORTABLE), f"register {size} bytes at {address:#x}")

    def unregister(self, address: int) -> None:
        """Unregisters."""
        self._check(self._runtime.cudaHostUnregister(address), f"unregister the memory at {address:#x}")

    @staticmethod
    def _check(result: Any, what: str) -> None:
        # An enum of torch, or a tuple with it in front.
        code: Any = result[0] if isinstance(result, tuple) else result
        number = int(code.value if hasattr(code, "value") else code)
        if number not in (0, _ALREADY_REGISTERED, _NOT_REGISTERED):
            raise RegistrationError(number, f"cannot {what}: CUDA runtime error {number}")


def default_registrar() -> CudaDriverRegistrar | TorchRegistrar | None:
    """The registrar of this process: torch's runtime when the engine has it with an accelerator, else the driver, else none."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        return TorchRegistrar(torch.cuda.cudart())
    try:
        return CudaDriverRegistrar()
    except RegistrationError:
        return None
