using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>A request as the fake server understood it, for hooks, faults and assertions.</summary>
public sealed record FakeRequest
{
    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path without query.</summary>
    public required string Path { get; init; }

    /// <summary>Query parameters.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary><c>get list watch create update patch apply delete deletecollection</c>, or the method in lower case for other paths.</summary>
    public required string Verb { get; init; }

    /// <summary>API group.</summary>
    public string Group { get; init; } = string.Empty;

    /// <summary>API version.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>Plural name; empty for other paths.</summary>
    public string Resource { get; init; } = string.Empty;

    /// <summary>Namespace; null for all or none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name; null for collections.</summary>
    public string? Name { get; init; }

    /// <summary>Subresource; null for none.</summary>
    public string? Subresource { get; init; }

    /// <summary>Headers, by lower-case name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Protocol, for example <c>HTTP/2</c>.</summary>
    public string Protocol { get; init; } = string.Empty;

    /// <summary>Body; null for none.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>Who writes, for field ownership.</summary>
    public string Manager =>
        Query.TryGetValue("fieldManager", out var manager) ? manager : Headers.GetValueOrDefault("user-agent", "unknown").Split('/')[0];

    /// <summary>Whether the answer is wanted but not the effect (<c>dryRun=All</c>).</summary>
    public bool IsTrial => Query.GetValueOrDefault("dryRun") == "All" || (Verb == "delete" && Body?["dryRun"] is JsonArray { Count: > 0 });

    /// <summary>Whether it is a watch that begins with all that exists and says where that ends.</summary>
    public bool IsStreamedList => Verb == "watch" && Query.GetValueOrDefault("sendInitialEvents") == "true";

    /// <summary>Verb and place, for messages of failed assertions.</summary>
    public override string ToString() => $"{Verb} {Path}";
}
