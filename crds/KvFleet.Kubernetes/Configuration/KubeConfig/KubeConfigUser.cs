using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>Turns a user of a kubeconfig into credentials.</summary>
internal sealed class KubeConfigUser(KubeConfigEntry user, KubeConfigEntry cluster, TimeProvider timeProvider)
{
    public KubernetesCredentials Credentials()
    {
        if (user.Map("auth-provider") is not null)
        {
            throw new KubernetesConfigurationException(
                $"{user.Where} uses auth-provider, which Kubernetes removed in 1.26. Use exec, a token or a client certificate.");
        }

        if (user.Map("exec") is { } exec)
            return new ExecCredentials(Plugin(exec), timeProvider);

        var certificate = Certificate();
        KubernetesCredentials credentials;
        // The file wins over the literal, as for kubectl: the literal is what the file held once.
        if (user.FilePath("tokenFile") is { } tokenFile)
            credentials = new TokenFileCredentials(tokenFile, timeProvider, certificate);
        else if (user.Text("token") is { } token)
            credentials = StaticCredentials.Bearer(token, certificate);
        else if (user.Text("username") is { } name)
            credentials = StaticCredentials.Basic(name, user.Text("password") ?? string.Empty, certificate);
        else
            credentials = new StaticCredentials(null, certificate);

        return certificate is null && user.FilePath("client-certificate") is { } path
            ? new CertificateFileCredentials(path, user.FilePath("client-key") ?? path, timeProvider, credentials)
            : credentials;
    }

    public static IEnumerable<KeyValuePair<string, string>> Impersonation(KubeConfigEntry user)
    {
        if (user.Map("as-user-extra") is not null)
            throw new KubernetesConfigurationException($"{user.Where}: as-user-extra is not supported; use as, as-uid and as-groups.");
        if (user.Text("as") is { } name)
            yield return new("Impersonate-User", name);
        if (user.Text("as-uid") is { } uid)
            yield return new("Impersonate-Uid", uid);
        var groups = Texts(user.Sequence("as-groups")).ToArray();
        // .NET writes a header of several values as one line, and the server would read that as the name of one group.
        if (groups.Length > 1)
            throw new KubernetesConfigurationException($"{user.Where}: as-groups has {groups.Length} groups; only one is supported.");
        foreach (var group in groups)
            yield return new("Impersonate-Group", group);
    }

    private X509Certificate2? Certificate()
    {
        if (user.Decoded("client-certificate-data") is not { } certificate)
            return null;
        var key = user.Decoded("client-key-data")
            ?? (user.FilePath("client-key") is { } path ? File.ReadAllText(path) : null)
            ?? throw new KubernetesConfigurationException($"{user.Where} has client-certificate-data but no client-key-data.");
        return ClientCertificates.FromPem(certificate, key, user.Where);
    }

    private ExecPlugin Plugin(YamlMappingNode fields)
    {
        var exec = new KubeConfigEntry("exec of", user.Where, fields, user.Resolve("."));
        var version = KubeConfigResolver.Required(exec, "apiVersion");
        if (version is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
            throw new KubernetesConfigurationException($"{user.Where}: exec.apiVersion '{version}' is not supported; use client.authentication.k8s.io/v1.");
        if (exec.Text("interactiveMode") is "Always")
            throw new KubernetesConfigurationException($"{user.Where}: exec wants a terminal (interactiveMode: Always), and a service has none.");

        var command = KubeConfigResolver.Required(exec, "command");
        return new ExecPlugin
        {
            // Only a bare name is looked up in PATH; anything else is relative to the file it stands in.
            Command = command.Contains('/', StringComparison.Ordinal) ? user.Resolve(command) : command,
            Arguments = [.. Texts(exec.Sequence("args"))],
            Environment = exec.Sequence("env").OfType<YamlMappingNode>()
                .Select(e => (Name: KubeConfigEntry.Text(e, "name"), Value: KubeConfigEntry.Text(e, "value") ?? string.Empty))
                .Where(e => e.Name is not null)
                .ToDictionary(e => e.Name!, e => e.Value, StringComparer.Ordinal),
            ApiVersion = version,
            InstallHint = exec.Text("installHint"),
            Cluster = exec.Flag("provideClusterInfo") ? ClusterInfo() : null,
        };
    }

    private JsonObject ClusterInfo()
    {
        var info = new JsonObject { ["server"] = cluster.Text("server") };
        if (cluster.Text("tls-server-name") is { } name)
            info["tls-server-name"] = name;
        if (cluster.Flag("insecure-skip-tls-verify"))
            info["insecure-skip-tls-verify"] = true;
        var authority = cluster.Text("certificate-authority-data")
            ?? (cluster.FilePath("certificate-authority") is { } path ? Convert.ToBase64String(File.ReadAllBytes(path)) : null);
        if (authority is not null)
            info["certificate-authority-data"] = authority;
        if (cluster.Text("proxy-url") is { } proxy)
            info["proxy-url"] = proxy;
        return info;
    }

    private static IEnumerable<string> Texts(IEnumerable<YamlNode> nodes) => nodes.OfType<YamlScalarNode>().Select(n => n.Value ?? string.Empty);
}
