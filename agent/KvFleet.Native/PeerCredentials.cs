using System.Runtime.InteropServices;

namespace KvFleet.Native;

/// <summary>Who was at the other end of a Unix socket when it was connected (SO_PEERCRED), in this process's namespaces.</summary>
/// <param name="ProcessId">Process id; 0 when it is not visible from here.</param>
/// <param name="UserId">Effective user id.</param>
/// <param name="GroupId">Effective group id.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PeerCredentials(int ProcessId, uint UserId, uint GroupId);
