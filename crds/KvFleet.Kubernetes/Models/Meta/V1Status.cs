namespace KvFleet.Kubernetes.Models;

/// <summary>What the server answers when a request failed, and to some deletions.</summary>
public sealed class V1Status
{
    /// <summary><c>Success</c> or <c>Failure</c>.</summary>
    public string? Status { get; set; }

    /// <summary>For people; never branch on it.</summary>
    public string? Message { get; set; }

    /// <summary>For programs: one of <see cref="StatusReasons"/>, or one that is newer than this code.</summary>
    public string? Reason { get; set; }

    /// <summary>The HTTP status code.</summary>
    public int? Code { get; set; }

    /// <summary>More about the failure.</summary>
    public V1StatusDetails? Details { get; set; }
}
