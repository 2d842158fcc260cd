using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace KvFleet.Operator.Tests.Specs;

/// <summary>Compares objects with YAML files that lie beside the tests. <c>UPDATE_GOLDEN=1</c> writes them anew.</summary>
internal static class Golden
{
    public static void ShouldBeGolden(this JsonNode node, string name, [CallerFilePath] string testFile = "")
    {
        var text = new SerializerBuilder().WithQuotingNecessaryStrings().Build().Serialize(Plain(node)!);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            var file = Path.Combine(Path.GetDirectoryName(testFile)!, "Goldens", name + ".yaml");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return;
        }

        text.ShouldBe(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Specs", "Goldens", name + ".yaml")), $"{name} changed; UPDATE_GOLDEN=1 accepts it");
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonObject entries => entries.ToDictionary(entry => entry.Key, entry => Plain(entry.Value), StringComparer.Ordinal),
        JsonArray items => items.Select(Plain).ToList(),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        null => null,
        _ => node.ToJsonString(),
    };
}
