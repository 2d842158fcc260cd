using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>Who this process is to the kernel.</summary>
public static unsafe class Credentials
{
    /// <summary>Whether it is root.</summary>
    public static bool IsRoot => Libc.GetEffectiveUserId() == 0;

    /// <summary>
    /// Becomes another user, for good and in all threads: no supplementary group stays, and with a user other than root no capability. Files of <c>/proc/self</c> belong to root afterwards.
    /// </summary>
    /// <param name="user">User id.</param>
    /// <param name="group">Group id.</param>
    /// <exception cref="NativeException">EPERM: the process is not root.</exception>
    public static void Become(uint user, uint group)
    {
        NativeException.Check(Libc.SetGroups(0, null), "setgroups");
        NativeException.Check(Libc.SetGroupIds(group, group, group), "setresgid", $"{group}");
        NativeException.Check(Libc.SetUserIds(user, user, user), "setresuid", $"{user}");
    }
}
