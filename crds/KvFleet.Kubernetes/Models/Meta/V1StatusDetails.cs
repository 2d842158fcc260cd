namespace KvFleet.Kubernetes.Models;

/// <summary>More about a failure.</summary>
public sealed class V1StatusDetails
{
    /// <summary>Name of the object.</summary>
    public string? Name { get; set; }

    /// <summary>API group of the object.</summary>
    public string? Group { get; set; }

    /// <summary>Kind, or resource, of the object.</summary>
    public string? Kind { get; set; }

    /// <summary>Incarnation of the object.</summary>
    public string? Uid { get; set; }

    /// <summary>Single causes, for example one for each invalid field.</summary>
    public IList<V1StatusCause>? Causes { get; set; }

    /// <summary>Seconds after which to try again.</summary>
    public int? RetryAfterSeconds { get; set; }
}
