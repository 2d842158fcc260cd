namespace KvFleet.Kubernetes;

/// <summary>Permission that the class (a controller) needs, by name.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class GenericRbacAttribute : Attribute
{
    /// <summary>API groups; an empty string is the core group.</summary>
    public string[] Groups { get; set; } = [];

    /// <summary>Resources, with subresources written <c>pods/status</c>.</summary>
    public string[] Resources { get; set; } = [];

    /// <summary>Only objects of these names; empty for all.</summary>
    public string[] ResourceNames { get; set; } = [];

    /// <summary>Non-resource URLs.</summary>
    public string[] Urls { get; set; } = [];

    /// <summary>The verbs.</summary>
    public RbacVerb Verbs { get; set; }
}
