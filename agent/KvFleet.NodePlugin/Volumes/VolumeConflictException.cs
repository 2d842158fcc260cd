namespace KvFleet.NodePlugin.Volumes;

/// <summary>A request contradicts what is published already.</summary>
/// <param name="kind">Which way.</param>
/// <param name="message">What, and what to do.</param>
internal sealed class VolumeConflictException(VolumeConflict kind, string message) : Exception(message)
{
    /// <summary>Which way.</summary>
    public VolumeConflict Kind => kind;
}
