using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>Reads <c>exec</c> of a kubeconfig's user.</summary>
internal static class KubeConfigExec
{
    // Under this name a cluster carries what only the credential program understands.
    private const string Extension = "client.authentication.k8s.io/exec";

    public static ExecPlugin Plugin(KubeConfigEntry user, YamlMappingNode fields, KubeConfigEntry cluster, ConfigurationEnvironment environment)
    {
        var exec = user.Within("exec of", fields);
        var version = KubeConfigResolver.Required(exec, "apiVersion");
        if (version is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
            throw new KubernetesConfigurationException($"{user.Where}: exec.apiVersion '{version}' is not supported; use client.authentication.k8s.io/v1.");

        var command = KubeConfigResolver.Required(exec, "command");
        return new ExecPlugin
        {
            // Only a bare name is looked up in PATH; anything else is relative to the file it stands in.
            Command = command.Contains('/', StringComparison.Ordinal) ? user.Resolve(command) : command,
            Arguments = [.. KubeConfigEntry.Texts(exec.Sequence("args"))],
            Environment = exec.Sequence("env").OfType<YamlMappingNode>()
                .Select(e => (Name: KubeConfigEntry.Text(e, "name"), Value: KubeConfigEntry.Text(e, "value") ?? string.Empty))
                .Where(e => e.Name is not null)
                .ToDictionary(e => e.Name!, e => e.Value, StringComparer.Ordinal),
            ApiVersion = version,
            InstallHint = exec.Text("installHint"),
            Interactive = IsInteractive(user, exec, environment),
            Cluster = exec.Flag("provideClusterInfo") ? ClusterInfo(cluster) : null,
        };
    }

    private static bool IsInteractive(KubeConfigEntry user, KubeConfigEntry exec, ConfigurationEnvironment environment) => exec.Text("interactiveMode") switch
    {
        "Never" => false,
        null or "IfAvailable" => environment.HasTerminal,
        "Always" => environment.HasTerminal
            ? true
            : throw new KubernetesConfigurationException($"{user.Where}: exec wants a terminal (interactiveMode: Always), and this process has none."),
        var other => throw new KubernetesConfigurationException($"{user.Where}: exec.interactiveMode is '{other}'; write Never, IfAvailable or Always."),
    };

    private static JsonObject ClusterInfo(KubeConfigEntry cluster)
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
        var own = cluster.Sequence("extensions").OfType<YamlMappingNode>().FirstOrDefault(e => KubeConfigEntry.Text(e, "name") is Extension);
        if (own?.Children.TryGetValue(new YamlScalarNode("extension"), out var config) == true)
            info["config"] = YamlJson.Of(config);
        return info;
    }
}
