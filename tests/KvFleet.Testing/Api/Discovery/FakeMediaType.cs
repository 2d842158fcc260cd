namespace KvFleet.Testing;

/// <summary>One of the forms that a client accepts.</summary>
/// <param name="Name">For example <c>application/json</c>.</param>
/// <param name="Parameters">For example <c>g</c>, <c>v</c> and <c>as</c>, which ask for another kind than the usual one.</param>
internal sealed record FakeMediaType(string Name, IReadOnlyDictionary<string, string> Parameters)
{
    public const string DiscoveryGroup = "apidiscovery.k8s.io";

    private const string Kind = "APIGroupDiscoveryList";

    /// <summary>Plain JSON of the usual kind.</summary>
    public bool IsPlain => Name is "application/json" or "application/*" or "*/*" && !Parameters.ContainsKey("as");

    /// <summary>The forms of an <c>Accept</c> header, in its order.</summary>
    public static IEnumerable<FakeMediaType> Parse(string accept) => accept.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(form =>
    {
        var parts = form.Split(';', StringSplitOptions.TrimEntries);
        return new FakeMediaType(parts[0], parts.Skip(1).Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1]));
    });

    /// <summary>The form of an aggregated document.</summary>
    public static string AggregatedDiscovery(string version) => $"application/json;g={DiscoveryGroup};v={version};as={Kind}";

    /// <summary>Whether an aggregated document of that version is accepted.</summary>
    public bool IsAggregatedDiscovery(string version) => Name == "application/json"
        && Parameters.GetValueOrDefault("g") == DiscoveryGroup && Parameters.GetValueOrDefault("v") == version && Parameters.GetValueOrDefault("as") == Kind;
}
