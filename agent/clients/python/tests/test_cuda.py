"""Registration with CUDA, against a driver library of C that has the same calls and no device."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

from kvfleet.errors import RegistrationError
from kvfleet.registration.cuda import CudaDriverRegistrar, TorchRegistrar, default_registrar
from kvfleet.registration.queue import RegistrationQueue

_COMPILER = shutil.which("cc") or shutil.which("gcc")


@unittest.skipIf(_COMPILER is None, "no C compiler: the stub of the driver cannot be made")
class CudaDriverRegistrarTests(unittest.TestCase):
    library = ""

    @classmethod
    def setUpClass(cls) -> None:
        assert _COMPILER is not None
        folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.library = os.path.join(folder, "libcuda-stub.so")
        subprocess.run([_COMPILER, "-shared", "-fPIC", "-o", cls.library, str(Path(__file__).with_name("cuda_stub.c"))], check=True)

    def test_memory_is_registered_and_unregistered(self) -> None:
        registrar = CudaDriverRegistrar(library=self.library)
        registrar.register(0x10000, 4096)
        registrar.register(0x10000, 4096)
        registrar.unregister(0x10000)
        registrar.unregister(0x10000)
        registrar.register(0x10000, 4096)
        registrar.unregister(0x10000)

    def test_a_driver_without_room_says_so_with_its_own_name_and_number(self) -> None:
        registrar = CudaDriverRegistrar(library=self.library)
        with self._fault("no-memory"), self.assertRaisesRegex(RegistrationError, r"cannot register 4096 bytes at 0x10000: CUDA_ERROR_OUT_OF_MEMORY \(2\)") as caught:
            registrar.register(0x10000, 4096)
        self.assertEqual(caught.exception.code, 2)

    def test_no_device_and_a_wrong_device_are_errors(self) -> None:
        with self._fault("no-device"), self.assertRaisesRegex(RegistrationError, "initialise CUDA: CUDA_ERROR_NO_DEVICE"):
            CudaDriverRegistrar(library=self.library)
        with self.assertRaisesRegex(RegistrationError, "context of device 9"):
            CudaDriverRegistrar(9, self.library)

    def test_no_driver_is_an_error_that_names_the_library(self) -> None:
        with self.assertRaisesRegex(RegistrationError, "cannot load libcuda-that-is-not-there.so"):
            CudaDriverRegistrar(library="libcuda-that-is-not-there.so")

    def test_chunks_are_registered_one_by_one_and_all_go_back(self) -> None:
        queue = RegistrationQueue(CudaDriverRegistrar(library=self.library), chunk_bytes=4096)
        queue.add(0x100000, 10_000)
        self.assertEqual([queue.step() for _ in range(3)], [None, None, 0x100000])
        queue.remove(0x100000)
        queue.add(0x100000, 4096)
        self.assertEqual(queue.step(), 0x100000)
        queue.remove(0x100000)

    def test_a_chunk_that_is_refused_takes_the_others_of_its_range_back(self) -> None:
        queue = RegistrationQueue(CudaDriverRegistrar(library=self.library), chunk_bytes=4096)
        queue.add(0x100000, 8192)
        queue.step()
        with self._fault("no-memory"), self.assertLogs("kvfleet", "WARNING"):
            self.assertIsNone(queue.step())
        self.assertEqual((queue.registered_bytes, queue.is_waiting), (0, False))

    @staticmethod
    def _fault(name: str) -> mock._patch_dict:
        # The library reads the C environment, which os.environ writes through to.
        return mock.patch.dict(os.environ, {"KVFLEET_STUB": name})


class TorchRegistrarTests(unittest.TestCase):
    def test_results_are_numbers_enums_or_tuples(self) -> None:
        for result in (0, types.SimpleNamespace(value=0), (types.SimpleNamespace(value=0), None), 712):
            TorchRegistrar(_Runtime(result)).register(4096, 4096)

    def test_an_error_says_what_was_refused(self) -> None:
        with self.assertRaisesRegex(RegistrationError, "cannot register 4096 bytes at 0x1000: CUDA runtime error 2"):
            TorchRegistrar(_Runtime(types.SimpleNamespace(value=2))).register(4096, 4096)
        with self.assertRaisesRegex(RegistrationError, "cannot unregister"):
            TorchRegistrar(_Runtime(1)).unregister(4096)

    def test_the_engines_own_torch_is_preferred(self) -> None:
        torch = types.SimpleNamespace(cuda=types.SimpleNamespace(is_available=lambda: True, cudart=lambda: _Runtime(0)))
        with mock.patch.dict(sys.modules, {"torch": torch}):
            self.assertIsInstance(default_registrar(), TorchRegistrar)

    def test_without_a_driver_nothing_registers(self) -> None:
        with mock.patch.object(CudaDriverRegistrar, "__init__", side_effect=RegistrationError(-1, "no driver")):
            self.assertIsNone(default_registrar())


class _Runtime:
    def __init__(self, result: object) -> None:
        self._result = result

    def cudaHostRegister(self, address: int, size: int, flags: int) -> object:
        """As torch's."""
        return self._result

    def cudaHostUnregister(self, address: int) -> object:
        """As torch's."""
        return self._result


if __name__ == "__main__":
    unittest.main()
