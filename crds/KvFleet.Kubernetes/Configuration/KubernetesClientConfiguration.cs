namespace KvFleet.Kubernetes.Configuration;

/// <summary>How to reach the API server and as whom.</summary>
public sealed record KubernetesClientConfiguration
{
    /// <summary>The server, for example <c>https://10.96.0.1:443</c>.</summary>
    public required Uri Host { get; init; }

    /// <summary>The namespace that is meant when none is named; null when nothing says so.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whom to trust; null for the system's authorities.</summary>
    public CertificateAuthority? CertificateAuthority { get; init; }

    /// <summary>Trusts anybody. For trials only.</summary>
    public bool SkipTlsVerify { get; init; }

    /// <summary>The name that the server's certificate must carry, when it is not the host's.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>An HTTP or SOCKS5 proxy; null for what <c>HTTPS_PROXY</c> and <c>NO_PROXY</c> say.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Who asks.</summary>
    public KubernetesCredentials Credentials { get; init; } = KubernetesCredentials.Anonymous;

    /// <summary>As whom the server shall take the requests; null for as whoever the credentials name.</summary>
    public KubernetesImpersonation? Impersonation { get; init; }

    /// <summary>Where this comes from, for logs.</summary>
    public string Origin { get; init; } = "code";

    /// <summary>
    /// Finds the configuration: the files of <c>KUBECONFIG</c>, else the pod's service account, else <c>~/.kube/config</c>.
    /// </summary>
    /// <param name="timeProvider">Time, for tokens that are read again; the system's by default.</param>
    /// <exception cref="KubernetesConfigurationException">Nothing was found, or what was found is wrong.</exception>
    public static KubernetesClientConfiguration LoadDefault(TimeProvider? timeProvider = null) =>
        LoadDefault(new ConfigurationEnvironment(), timeProvider ?? TimeProvider.System);

    /// <summary>Reads kubeconfig files.</summary>
    /// <param name="path">A file, or several as in <c>KUBECONFIG</c>.</param>
    /// <param name="context">The context; by default the file's current one.</param>
    /// <param name="timeProvider">Time, for tokens that are read again; the system's by default.</param>
    /// <exception cref="KubernetesConfigurationException">A file is missing or wrong.</exception>
    public static KubernetesClientConfiguration FromKubeConfig(string path, string? context = null, TimeProvider? timeProvider = null) =>
        FromKubeConfig(path, context, timeProvider ?? TimeProvider.System, new ConfigurationEnvironment());

    /// <summary>Uses the pod's service account.</summary>
    /// <param name="timeProvider">Time, for the token that is read again; the system's by default.</param>
    /// <exception cref="KubernetesConfigurationException">This process does not run in a pod with a service account.</exception>
    public static KubernetesClientConfiguration InCluster(TimeProvider? timeProvider = null) =>
        InCluster(new ConfigurationEnvironment(), timeProvider ?? TimeProvider.System);

    internal static KubernetesClientConfiguration FromKubeConfig(
        string path, string? context, TimeProvider timeProvider, ConfigurationEnvironment environment) =>
        new KubeConfigResolver(KubeConfigReader.ReadAll(path), timeProvider, environment).Resolve(context);

    internal static KubernetesClientConfiguration LoadDefault(ConfigurationEnvironment environment, TimeProvider timeProvider)
    {
        if (environment.Variable("KUBECONFIG") is { Length: > 0 } files)
            return FromKubeConfig(files, null, timeProvider, environment);
        if (environment.IsInCluster)
            return InCluster(environment, timeProvider);
        if (environment.HomeKubeConfig is { } home && File.Exists(home))
            return FromKubeConfig(home, null, timeProvider, environment);
        throw new KubernetesConfigurationException(
            $"No way to a Kubernetes API server was found: KUBECONFIG is not set, there is no service account at {environment.TokenPath}, and {environment.HomeKubeConfig ?? "~/.kube/config"} does not exist. Set KUBECONFIG to a file, or run in a pod.");
    }

    internal static KubernetesClientConfiguration InCluster(ConfigurationEnvironment environment, TimeProvider timeProvider)
    {
        if (!environment.IsInCluster)
        {
            throw new KubernetesConfigurationException(
                $"This is no pod with a service account: KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT and {environment.TokenPath} are needed. Is automountServiceAccountToken off?");
        }

        var host = environment.Variable("KUBERNETES_SERVICE_HOST")!;
        if (host.Contains(':', StringComparison.Ordinal) && host[0] != '[')
            host = $"[{host}]";
        return new KubernetesClientConfiguration
        {
            Host = new Uri($"https://{host}:{environment.Variable("KUBERNETES_SERVICE_PORT")}"),
            Namespace = environment.ServiceAccountNamespace,
            CertificateAuthority = CertificateAuthority.FromFile(environment.CaPath, timeProvider),
            Credentials = new TokenFileCredentials(environment.TokenPath, timeProvider),
            Origin = "service account",
        };
    }
}
