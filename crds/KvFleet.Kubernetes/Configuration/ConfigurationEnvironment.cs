namespace KvFleet.Kubernetes.Configuration;

/// <summary>Environment variables and well-known files, in one place so that tests can stand in for them.</summary>
internal sealed class ConfigurationEnvironment(
    Func<string, string?>? variable = null, string serviceAccountDirectory = "/var/run/secrets/kubernetes.io/serviceaccount", bool? hasTerminal = null)
{
    /// <summary>Whether somebody could answer a question that a credential program asks.</summary>
    public bool HasTerminal => hasTerminal ?? !Console.IsInputRedirected;

    public string TokenPath { get; } = Path.Combine(serviceAccountDirectory, "token");

    public string CaPath { get; } = Path.Combine(serviceAccountDirectory, "ca.crt");

    public string? HomeKubeConfig => Variable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".kube", "config") : null;

    public bool IsInCluster =>
        Variable("KUBERNETES_SERVICE_HOST") is { Length: > 0 } && Variable("KUBERNETES_SERVICE_PORT") is { Length: > 0 } && File.Exists(TokenPath);

    public string? ServiceAccountNamespace
    {
        get
        {
            var path = Path.Combine(serviceAccountDirectory, "namespace");
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
    }

    public string? Variable(string name) => (variable ?? Environment.GetEnvironmentVariable)(name);
}
