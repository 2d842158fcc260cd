namespace KvFleet.NodePlugin.Filesystems.Helper;

/// <summary>What the expendable process does.</summary>
internal enum HelperVerb
{
    /// <summary>Asks for space, writes, syncs, renames, reads back, and deletes what another user wrote.</summary>
    Probe,

    /// <summary>Makes a pool's directory and shows it in a volume.</summary>
    Attach,

    /// <summary>Takes it out of a volume.</summary>
    Detach,
}
