namespace KvFleet.Kubernetes.Health;

/// <summary>One thing that can be wrong with this process. Register any number in the service collection.</summary>
public interface IHealthCheck
{
    /// <summary>A short name, lower case, for example <c>elector</c> or <c>informer/pods</c>.</summary>
    string Name { get; }

    /// <summary>Which question it answers.</summary>
    HealthScope Scope { get; }

    /// <summary>Null when all is well, otherwise the reason in one line. Must be quick and must not block.</summary>
    string? Check();
}
