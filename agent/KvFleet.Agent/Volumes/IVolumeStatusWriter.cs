namespace KvFleet.Agent.Volumes;

/// <summary>Writes <c>status.json</c> into an engine's volume. Only the privileged half can: the volume belongs to the pod.</summary>
internal interface IVolumeStatusWriter
{
    /// <summary>Starts writing; the newest status of a volume wins, and nobody waits for it.</summary>
    /// <param name="volumeId">The volume.</param>
    /// <param name="status">What it shall say.</param>
    void Write(string volumeId, VolumeAvailability status);
}
