using System.Text.Json;
using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Layouts;

/// <summary>What a <c>config.json</c> or <c>kvfleet.json</c> in a tree says. Pure.</summary>
internal sealed class TreeDescription
{
    // By which each of the two engines calls its blocks; all else they have in common.
    private static readonly string[] VllmFields = ["tokens_per_hash", "blocks_per_file", "tokens_per_block"];
    private static readonly string[] LlmdFields = ["hash_block_size", "gpu_blocks_per_file"];

    private readonly Dictionary<string, string> _fields;

    private TreeDescription(Dictionary<string, string> fields) => _fields = fields;

    /// <summary>The engine that wrote it; <see cref="TreeLayoutKind.Detect"/>: it does not tell.</summary>
    public TreeLayoutKind Layout =>
        Array.Exists(VllmFields, _fields.ContainsKey) ? TreeLayoutKind.VllmFs
        : Array.Exists(LlmdFields, _fields.ContainsKey) ? TreeLayoutKind.LlmdFs
        : TreeLayoutKind.Detect;

    /// <summary>Reads one. Engines write it in place, so it may be half written.</summary>
    /// <returns>Null where it is no JSON object (yet).</returns>
    public static TreeDescription? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var field in document.RootElement.EnumerateObject())
                fields[field.Name] = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText();
            return new TreeDescription(fields);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Where it says something else than a fingerprint. Fields that only one of them has are not compared.</summary>
    public IEnumerable<string> Differences(IReadOnlyDictionary<string, string> fingerprint) =>
        from expected in fingerprint.OrderBy(field => field.Key, StringComparer.Ordinal)
        where _fields.TryGetValue(expected.Key, out var found) && !string.Equals(found, expected.Value, StringComparison.Ordinal)
        select $"{expected.Key} is {_fields[expected.Key]} there and {expected.Value} in the pool";
}
