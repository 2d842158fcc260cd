namespace KvFleet.Api;

/// <summary>Labels that KvFleet writes on what it makes.</summary>
public static class WellKnownLabels
{
    /// <summary>Always <see cref="ApplicationName"/>.</summary>
    public const string Application = "app.kubernetes.io/name";

    /// <summary>Always <see cref="ApplicationName"/>: who may change the object.</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>What the object is: <c>operator</c>, <c>agent</c> or <c>holder</c>.</summary>
    public const string Component = "app.kubernetes.io/component";

    /// <summary>The UID of the pool an object belongs to. A label because pool names may be longer than a label value.</summary>
    public const string PoolUid = "kvfleet.io/pool-uid";

    /// <summary>The value of <see cref="Application"/> and <see cref="ManagedBy"/>.</summary>
    public const string ApplicationName = "kvfleet";
}
