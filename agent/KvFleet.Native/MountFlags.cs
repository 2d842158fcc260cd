namespace KvFleet.Native;

/// <summary>Restrictions of a mount (MS_* of mount(2)).</summary>
[Flags]
public enum MountFlags
{
    /// <summary>No restriction.</summary>
    None = 0,

    /// <summary>Nothing can be written.</summary>
    ReadOnly = 1,

    /// <summary>Set-user-id bits have no effect.</summary>
    NoSetUserId = 2,

    /// <summary>Device files cannot be opened.</summary>
    NoDevices = 4,

    /// <summary>Nothing can be executed.</summary>
    NoExecute = 8,

    /// <summary>What every mount of KvFleet carries.</summary>
    Safe = NoSetUserId | NoDevices | NoExecute,
}
