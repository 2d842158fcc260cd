using KvFleet.Native;

namespace KvFleet.NodePlugin.Tests.Support;

/// <summary>What this process may do.</summary>
internal static class Privilege
{
    /// <summary>The user that runs the tests.</summary>
    public static int UserId { get; } = (int)FileFacts.Of("/proc/self").OwnerUserId;

    /// <summary>Skips a test that mounts, unless it may.</summary>
    public static void RequireMounting()
    {
        using var place = new TemporaryDirectory();
        try
        {
            Mount.Tmpfs(place.Path, 4096, 2, UnixFileMode.UserRead, MountFlags.Safe);
            Mount.Unmount(place.Path, detach: true);
        }
        catch (NativeException refused) when (refused.ErrorNumber == Errno.EPERM)
        {
            Assert.Skip($"Mounting needs root and CAP_SYS_ADMIN: {refused.Message}");
        }
    }
}
