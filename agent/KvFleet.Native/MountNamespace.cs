using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>The mounts that a thread sees.</summary>
public static class MountNamespace
{
    /// <summary>
    /// Gives this thread a copy of its mount namespace. Mounts made below shared mounts still reach the other copies; those below private ones are seen by this thread alone and end with it. For processes that end soon.
    /// </summary>
    /// <exception cref="NativeException">EPERM without CAP_SYS_ADMIN.</exception>
    public static void Unshare() => NativeException.Check(Libc.Unshare(Libc.CloneNewMounts), "unshare", "mount namespace");
}
