namespace KvFleet.Kubernetes.Configuration;

/// <summary>Turns a user of a kubeconfig into credentials.</summary>
internal sealed class KubeConfigUser(KubeConfigEntry user, KubeConfigEntry cluster, TimeProvider timeProvider, ConfigurationEnvironment environment)
{
    public KubernetesCredentials Credentials()
    {
        if (user.Map("auth-provider") is not null)
        {
            throw new KubernetesConfigurationException(
                $"{user.Where} uses auth-provider, which Kubernetes removed in 1.26. Use exec, a token or a client certificate.");
        }

        var header = Header();
        return (Pem("client-certificate"), Pem("client-key")) switch
        {
            (null, null) => header,
            (null, _) => throw new KubernetesConfigurationException($"{user.Where} has a client-key but no client-certificate."),
            // One file may hold both.
            ({ Path: { } path }, null) => new CertificateFileCredentials(path, path, timeProvider, header),
            (_, null) => throw new KubernetesConfigurationException($"{user.Where} has client-certificate-data but no client-key-data."),
            ({ Path: { } certificate }, { Path: { } key }) => new CertificateFileCredentials(certificate, key, timeProvider, header),
            var (certificate, key) => new CertificateCredentials(ClientCertificates.FromPem(Text(certificate.Value), Text(key.Value), user.Where), header),
        };
    }

    private KubernetesCredentials Header()
    {
        if (user.Map("exec") is { } exec)
            return new ExecCredentials(KubeConfigExec.Plugin(user, exec, cluster, environment), timeProvider);
        // The file wins over the literal, as for kubectl: the literal is what the file held once.
        if (user.FilePath("tokenFile") is { } tokenFile)
            return new TokenFileCredentials(tokenFile, timeProvider);
        return (user.Text("token"), user.Text("username")) switch
        {
            ({ }, { }) => throw new KubernetesConfigurationException($"{user.Where} has both a token and a username. Remove one of them."),
            ({ } token, null) => StaticCredentials.Bearer(token),
            (null, { } name) => StaticCredentials.Basic(name, user.Text("password") ?? string.Empty),
            _ => KubernetesCredentials.Anonymous,
        };
    }

    /// <summary>A PEM text, literally or as the path of a file; the literal wins, as for kubectl.</summary>
    private (string? Literal, string? Path)? Pem(string key)
    {
        if (user.Decoded(key + "-data") is { } literal)
            return (literal, null);
        return user.FilePath(key) is { } path ? (null, path) : null;
    }

    private string Text((string? Literal, string? Path) pem)
    {
        try
        {
            return pem.Literal ?? File.ReadAllText(pem.Path!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"{user.Where}: {pem.Path} cannot be read: {e.Message}", e);
        }
    }
}
