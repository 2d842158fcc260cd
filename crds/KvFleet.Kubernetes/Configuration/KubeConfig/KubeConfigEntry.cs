using System.Text;
using YamlDotNet.RepresentationModel;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>One cluster, user or context, and the file it stands in: paths are relative to that file.</summary>
internal sealed class KubeConfigEntry(string kind, string name, YamlMappingNode fields, string file)
{
    public string Where { get; } = $"{kind} '{name}' in {file}";

    public YamlMappingNode? Map(string key) => Find(key) as YamlMappingNode;

    public IEnumerable<YamlNode> Sequence(string key) => Find(key) as YamlSequenceNode ?? Enumerable.Empty<YamlNode>();

    public string? Text(string key) => Text(fields, key);

    public static string? Text(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var node) && node is YamlScalarNode { Value: { Length: > 0 } value } ? value : null;

    public static IEnumerable<string> Texts(IEnumerable<YamlNode> nodes) => nodes.OfType<YamlScalarNode>().Select(n => n.Value ?? string.Empty);

    public bool Flag(string key) => Text(key) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw new KubernetesConfigurationException($"{Where}: {key} is '{other}'; write true or false."),
    };

    /// <summary>A path, made absolute.</summary>
    public string? FilePath(string key) => Text(key) is { } path ? Resolve(path) : null;

    public string Resolve(string path) => path.Contains('\0', StringComparison.Ordinal)
        ? throw new KubernetesConfigurationException($"{Where}: a path has a null character in it.")
        : Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(file))!);

    /// <summary>Text from a field that holds it in base64; null when the field is absent.</summary>
    public string? Decoded(string key)
    {
        if (Text(key) is not { } encoded)
            return null;
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        }
        catch (FormatException e)
        {
            throw new KubernetesConfigurationException($"{Where}: {key} is not base64.", e);
        }
    }

    /// <summary>A map inside this entry, with messages that say so.</summary>
    public KubeConfigEntry Within(string kind, YamlMappingNode fields) => new(kind, name, fields, file);

    private YamlNode? Find(string key) => fields.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;
}
