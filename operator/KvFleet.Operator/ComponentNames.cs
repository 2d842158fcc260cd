namespace KvFleet.Operator;

/// <summary>Values of the label <c>app.kubernetes.io/component</c>.</summary>
public static class ComponentNames
{
    /// <summary>The operator.</summary>
    public const string Operator = "operator";

    /// <summary>The node agents.</summary>
    public const string Agent = "agent";

    /// <summary>Pods that own a pool's memory.</summary>
    public const string Holder = "holder";

    /// <summary>Pods that mount shared filesystems.</summary>
    public const string Mount = "mount";
}
