namespace KvFleet.Kubernetes.Health;

/// <summary>Which question a check answers.</summary>
public enum HealthScope
{
    /// <summary><c>/livez</c>: would a restart help? Only what cannot recover by itself belongs here; an API server that is away does not.</summary>
    Live,

    /// <summary><c>/readyz</c>: is it worth talking to? Leadership is no part of it: a replica that waits is ready.</summary>
    Ready,
}
