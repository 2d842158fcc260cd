using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>
/// Who this thread is to filesystems (setfsuid, setfsgid). The rest of the process stays who it is; a user other than root loses root's rights over files until it is disposed, on the same thread.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly ref struct FilesystemIdentity
{
    private readonly uint _userBefore;
    private readonly uint _groupBefore;

    private FilesystemIdentity(uint userBefore, uint groupBefore) => (_userBefore, _groupBefore) = (userBefore, groupBefore);

    /// <summary>Becomes somebody. Between this and disposal nothing may be awaited.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="groupId">The group.</param>
    /// <exception cref="NativeException">EPERM: only root may.</exception>
    public static FilesystemIdentity Assume(uint userId, uint groupId)
    {
        // The group first: the user that follows may not change it.
        var group = Libc.SetFilesystemGroup(groupId);
        var user = Libc.SetFilesystemUser(userId);
        // Neither call says whether it failed; asking again does.
        var failed = Libc.SetFilesystemUser(uint.MaxValue) != userId || Libc.SetFilesystemGroup(uint.MaxValue) != groupId;
        var identity = new FilesystemIdentity(user, group);
        if (!failed)
            return identity;
        identity.Dispose();
        throw new NativeException("setfsuid", Errno.EPERM, $"user {userId}, group {groupId}");
    }

    /// <summary>Becomes who it was before.</summary>
    public void Dispose()
    {
        _ = Libc.SetFilesystemUser(_userBefore);
        _ = Libc.SetFilesystemGroup(_groupBefore);
    }
}
