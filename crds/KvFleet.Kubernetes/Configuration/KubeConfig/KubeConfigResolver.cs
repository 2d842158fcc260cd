namespace KvFleet.Kubernetes.Configuration;

/// <summary>Turns a context of a kubeconfig into a configuration.</summary>
internal sealed class KubeConfigResolver(KubeConfigFile file, TimeProvider timeProvider, ConfigurationEnvironment environment)
{
    public KubernetesClientConfiguration Resolve(string? contextName)
    {
        var name = contextName ?? file.CurrentContext
            ?? throw new KubernetesConfigurationException($"{file.Origin} has no current-context. Run: kubectl config use-context NAME");
        var context = Find(file.Contexts, "context", name);
        var cluster = Find(file.Clusters, "cluster", Required(context, "cluster"));
        var user = context.Text("user") is { } userName ? Find(file.Users, "user", userName) : null;
        var server = Required(cluster, "server");
        if (!Uri.TryCreate(server, UriKind.Absolute, out var host) || host.Scheme is not ("http" or "https"))
            throw new KubernetesConfigurationException($"{cluster.Where}: server '{server}' is no http or https URL.");

        // It would stand in every log line and span, and no API server takes it.
        if (host.UserInfo.Length > 0)
            throw new KubernetesConfigurationException($"{cluster.Where}: server has a name or password in it. Give them to the user, as username and password.");

        var authority = Authority(cluster);
        var credentials = user is null ? KubernetesCredentials.Anonymous : new KubeConfigUser(user, cluster, timeProvider, environment).Credentials();
        return new KubernetesClientConfiguration
        {
            Host = host,
            Namespace = context.Text("namespace"),
            CertificateAuthority = authority,
            SkipTlsVerify = cluster.Flag("insecure-skip-tls-verify"),
            TlsServerName = cluster.Text("tls-server-name"),
            Proxy = Proxy(cluster),
            Credentials = credentials,
            Impersonation = user is null ? null : KubeConfigImpersonation.Of(user),
            Origin = $"context '{name}' of {file.Origin}",
        };
    }

    internal static string Required(KubeConfigEntry entry, string key) =>
        entry.Text(key) ?? throw new KubernetesConfigurationException($"{entry.Where} has no {key}.");

    private KubeConfigEntry Find(Dictionary<string, KubeConfigEntry> entries, string kind, string name) =>
        entries.TryGetValue(name, out var entry)
            ? entry
            : throw new KubernetesConfigurationException($"There is no {kind} '{name}' in {file.Origin}; there is: {string.Join(", ", entries.Keys)}.");

    private CertificateAuthority? Authority(KubeConfigEntry cluster)
    {
        // Whoever trusts anybody has no use for an authority; that both are there is a mistake in one of them, and guessing would hide a man in the middle.
        if (cluster.Flag("insecure-skip-tls-verify") && (cluster.Text("certificate-authority-data") ?? cluster.Text("certificate-authority")) is not null)
            throw new KubernetesConfigurationException($"{cluster.Where} has a certificate authority and insecure-skip-tls-verify. Remove one of them.");
        if (cluster.Decoded("certificate-authority-data") is { } pem)
            return CertificateAuthority.FromPem(pem);
        return cluster.FilePath("certificate-authority") is { } path ? CertificateAuthority.FromFile(path, timeProvider) : null;
    }

    private static Uri? Proxy(KubeConfigEntry cluster)
    {
        if (cluster.Text("proxy-url") is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5"
            ? proxy
            : throw new KubernetesConfigurationException($"{cluster.Where}: proxy-url '{text}' is no http, https or socks5 URL.");
    }
}
