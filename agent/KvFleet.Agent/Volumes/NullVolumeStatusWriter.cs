namespace KvFleet.Agent.Volumes;

/// <summary>For sockets that are not in a volume: their clients learn everything over the socket.</summary>
internal sealed class NullVolumeStatusWriter : IVolumeStatusWriter
{
    /// <inheritdoc/>
    public void Write(string volumeId, VolumeAvailability status)
    {
        // There is no file.
    }
}
