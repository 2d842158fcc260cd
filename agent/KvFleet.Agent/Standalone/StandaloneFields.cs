using System.Globalization;
using System.Net;
using KvFleet.Kubernetes;
using KvFleet.Store.Extents;
using YamlDotNet.RepresentationModel;

namespace KvFleet.Agent.Standalone;

/// <summary>The fields of one YAML mapping. A field that is not known is an error: a typing mistake must not pass for a default.</summary>
internal sealed class StandaloneFields
{
    private static readonly Dictionary<string, long> HugePageSizes = new(StringComparer.Ordinal) { ["None"] = 0, ["2Mi"] = 2L << 20, ["1Gi"] = 1L << 30 };
    private readonly Dictionary<string, YamlNode> _fields = new(StringComparer.Ordinal);
    private readonly YamlMappingNode _node;
    private readonly string _file;
    private readonly List<string> _problems;

    public StandaloneFields(YamlMappingNode node, string file, List<string> problems, params string[] known)
    {
        (_node, _file, _problems) = (node, file, problems);
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (known.Contains(name, StringComparer.Ordinal))
                _fields[name] = value;
            else
                problems.Add($"{file}:{key.Start.Line}: field '{name}' is not known; known are {string.Join(", ", known)}.");
        }
    }

    /// <summary>Notes a problem with a field, at its line or at that of its mapping.</summary>
    public void Complain(string field, string problem) =>
        _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{_file}:{(_fields.TryGetValue(field, out var node) ? node : _node).Start.Line}: {problem}"));

    public string? Text(string field)
    {
        if (!_fields.TryGetValue(field, out var node))
            return null;
        if (node is YamlScalarNode { Value: { Length: > 0 } value })
            return value;
        Complain(field, $"{field} must be a single value.");
        return null;
    }

    public long? Integer(string field, long least, long most)
    {
        if (Text(field) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Complain(field, $"{field} must be a whole number from {least} to {most}, not '{text}'.");
        return null;
    }

    public IEnumerable<YamlNode> Items(string field)
    {
        if (_fields.TryGetValue(field, out var node) && node is YamlSequenceNode list)
            return list.Children;
        Complain(field, $"{field} must be a list; it may be empty: [].");
        return [];
    }

    /// <summary>A mapping inside this one; null when there is none.</summary>
    public StandaloneFields? Mapping(string field, params string[] known)
    {
        if (!_fields.TryGetValue(field, out var node))
            return null;
        if (node is YamlMappingNode mapping)
            return new StandaloneFields(mapping, _file, _problems, known);
        Complain(field, $"{field} must be a mapping of {string.Join(", ", known)}.");
        return null;
    }

    public IPEndPoint? Address(string field)
    {
        if (Text(field) is not { } text)
            return null;
        if (IPEndPoint.TryParse(text, out var address) && address.Port > 0)
            return address;
        Complain(field, $"{field} must be an address with a port such as 127.0.0.1:6379 or [::1]:6379, not '{text}'.");
        return null;
    }

    public string? OptionalPath(string field) => _fields.ContainsKey(field) ? Path(field) : null;

    public string Name(string field)
    {
        var name = Text(field) ?? "";
        if (name.Length is 0 or > 63 || !name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            Complain(field, $"{field} must have 1 to 63 lower-case letters, digits or '-'.");
        return name;
    }

    public long Bytes(string field, long multiple)
    {
        string? error = null;
        if (Text(field) is not { } text || !ResourceQuantity.TryParse(text, out var quantity, out error))
            Complain(field, error is null ? $"{field} is missing: a quantity such as 8Gi." : $"{field}: {error}");
        else if (quantity.ToInt64() is var bytes && (bytes <= 0 || bytes % multiple != 0))
            Complain(field, $"{field} must be a positive multiple of the page size of {multiple} bytes, not {bytes}.");
        else
            return bytes;
        return 0;
    }

    public long HugePages(string field)
    {
        if (Text(field) is not { } text)
            return 0;
        if (HugePageSizes.TryGetValue(text, out var bytes))
            return bytes;
        Complain(field, $"{field} must be None, 2Mi or 1Gi, not '{text}'.");
        return 0;
    }

    public ExtentPlacement Placement(string field)
    {
        if (Text(field) is not { } text)
            return ExtentPlacement.Spread;
        if (Enum.TryParse<ExtentPlacement>(text, out var placement) && !char.IsAsciiDigit(text[0]))
            return placement;
        Complain(field, $"{field} must be Spread, Interleave or None, not '{text}'.");
        return ExtentPlacement.Spread;
    }

    public string Path(string field)
    {
        var path = Text(field) ?? "";
        if (!System.IO.Path.IsPathRooted(path))
            Complain(field, $"{field} must be an absolute path.");
        return path;
    }
}
