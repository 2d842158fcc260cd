namespace KvFleet.NodePlugin.Volumes;

/// <summary>What stands at a publish target.</summary>
internal enum TargetState
{
    /// <summary>Nothing is mounted there; the directory may or may not exist.</summary>
    Empty,

    /// <summary>A filesystem of ours.</summary>
    Ours,

    /// <summary>Somebody else's filesystem.</summary>
    Foreign,
}
