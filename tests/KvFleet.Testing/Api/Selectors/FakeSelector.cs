using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>Label and field selectors of a request.</summary>
internal sealed class FakeSelector(FakeRequest request, FakeResource resource)
{
    private readonly LabelRequirement[] _labels = LabelRequirement.Parse(request.Query.GetValueOrDefault("labelSelector", ""));
    private readonly (string Path, bool Equal, string Value)[] _fields = ParseFields(request.Query.GetValueOrDefault("fieldSelector", ""), resource);

    public bool Matches(JsonObject node) =>
        _labels.All(l => l.Matches(node["metadata"]?["labels"] as JsonObject)) && _fields.All(f => (Field(node, f.Path) == f.Value) == f.Equal);

    private static string Field(JsonObject node, string path)
    {
        JsonNode? at = node;
        foreach (var part in path.Split('.'))
            at = (at as JsonObject)?[part];
        return at?.ToString() ?? string.Empty;
    }

    private static (string Path, bool Equal, string Value)[] ParseFields(string text, FakeResource resource) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(term =>
        {
            var equal = !term.Contains("!=", StringComparison.Ordinal);
            var parts = term.Split(equal ? (term.Contains("==", StringComparison.Ordinal) ? "==" : "=") : "!=", 2);
            if (parts.Length != 2)
                throw FakeStatusException.BadRequest($"invalid field selector '{term}'");
            if (resource.IsCustom && parts[0] is not ("metadata.name" or "metadata.namespace"))
                throw FakeStatusException.BadRequest($"field label not supported: {parts[0]}");
            return (parts[0], equal, parts[1]);
        })];
}
