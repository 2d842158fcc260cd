namespace KvFleet.Kubernetes.Models;

/// <summary>How to delete.</summary>
public sealed class V1DeleteOptions
{
    /// <summary>What must hold, or the server answers 409.</summary>
    public V1Preconditions? Preconditions { get; set; }

    /// <summary><c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; null for the kind's default.</summary>
    public string? PropagationPolicy { get; set; }

    /// <summary>Seconds of grace; 0 for at once, null for the object's own.</summary>
    public long? GracePeriodSeconds { get; set; }

    /// <summary><c>All</c> for a trial without effect.</summary>
    public IList<string>? DryRun { get; set; }
}
