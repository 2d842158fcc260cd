namespace KvFleet.Api.Filesystems;

/// <summary>Nodes of a filesystem, counted.</summary>
public sealed class FilesystemNodesStatus
{
    /// <summary>Nodes that shall mount it.</summary>
    public int Wanted { get; set; }

    /// <summary>Nodes where it is mounted and answers.</summary>
    public int Ready { get; set; }
}
