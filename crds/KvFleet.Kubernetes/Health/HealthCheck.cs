namespace KvFleet.Kubernetes.Health;

/// <summary>A check made of a function.</summary>
/// <param name="name">A short name, lower case.</param>
/// <param name="scope">Which question it answers.</param>
/// <param name="check">Null when all is well, otherwise the reason.</param>
public sealed class HealthCheck(string name, HealthScope scope, Func<string?> check) : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public HealthScope Scope => scope;

    /// <inheritdoc/>
    public string? Check() => check();
}
