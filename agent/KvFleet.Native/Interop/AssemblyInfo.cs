using System.Runtime.InteropServices;

// libc comes from the system loader alone, never from the directory of the executable.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]
