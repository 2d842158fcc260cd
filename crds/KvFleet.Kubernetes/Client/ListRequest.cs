namespace KvFleet.Kubernetes.Client;

/// <summary>What to list and how.</summary>
public sealed record ListRequest
{
    /// <summary>The namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector, for example <c>app=x,tier in (a,b)</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector, for example <c>spec.nodeName=n1</c>. What is selectable depends on the kind.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Most items in a page; null for all at once.</summary>
    public int? Limit { get; init; }

    /// <summary>The token of the previous page.</summary>
    public string? Continue { get; init; }

    /// <summary>How fresh the list must be: null for the newest (a quorum read), <c>0</c> for whatever the server has cached, else at least that version.</summary>
    public string? ResourceVersion { get; init; }
}
