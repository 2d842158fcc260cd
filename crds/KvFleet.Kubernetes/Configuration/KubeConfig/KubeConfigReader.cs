using YamlDotNet.RepresentationModel;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>Reads and merges kubeconfig files by the rules of <c>KUBECONFIG</c>.</summary>
internal static class KubeConfigReader
{
    /// <summary>Reads one path, or several as in <c>KUBECONFIG</c>. Of several, those that do not exist are left out.</summary>
    public static KubeConfigFile ReadAll(string paths)
    {
        var files = paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var existing = files.Where(File.Exists).ToArray();
        if (existing.Length == 0)
            throw new KubernetesConfigurationException($"None of the kubeconfig files exists: {string.Join(", ", files)}.");

        var merged = new KubeConfigFile { Origin = string.Join(Path.PathSeparator, existing) };
        foreach (var file in existing)
            Merge(merged, file);
        return merged;
    }

    private static void Merge(KubeConfigFile merged, string file)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StreamReader(file);
            stream.Load(reader);
        }
        catch (Exception e)
        {
            // Not only YamlException: on some damaged text the parser throws exceptions of other kinds (KubeConfigMutationTests has such).
            throw new KubernetesConfigurationException($"The kubeconfig {file} cannot be read: {e.Message}", e);
        }

        // An empty file is an empty configuration, as for kubectl.
        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is YamlScalarNode { Value: null or "" })
            return;
        if (stream.Documents[0].RootNode is not YamlMappingNode root)
            throw new KubernetesConfigurationException($"The kubeconfig {file} is not a YAML map.");

        merged.CurrentContext ??= KubeConfigEntry.Text(root, "current-context");
        Collect(root, "clusters", "cluster", merged.Clusters, file);
        Collect(root, "users", "user", merged.Users, file);
        Collect(root, "contexts", "context", merged.Contexts, file);
    }

    private static void Collect(YamlMappingNode root, string list, string kind, Dictionary<string, KubeConfigEntry> into, string file)
    {
        if (!root.Children.TryGetValue(new YamlScalarNode(list), out var node) || node is not YamlSequenceNode items)
            return;
        foreach (var item in items.OfType<YamlMappingNode>())
        {
            if (KubeConfigEntry.Text(item, "name") is not { } name)
                throw new KubernetesConfigurationException($"The kubeconfig {file} has a {kind} without a name.");
            item.Children.TryGetValue(new YamlScalarNode(kind), out var fields);
            into.TryAdd(name, new KubeConfigEntry(kind, name, fields as YamlMappingNode ?? [], file));
        }
    }
}
