namespace KvFleet.Operator.Filesystems;

/// <summary>The newest plan of shared filesystems, for those who write statuses.</summary>
internal sealed class FilesystemBook
{
    private volatile FilesystemPlan _plan = FilesystemPlan.None;

    /// <summary>The newest plan.</summary>
    public FilesystemPlan Plan => _plan;

    /// <summary>Puts a newer plan in place.</summary>
    public void Publish(FilesystemPlan plan) => _plan = plan;
}
