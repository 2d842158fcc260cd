using System.Text.Json.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;

namespace KvFleet.E2E.Tests.Cluster;

/// <summary>One pool of a test: applied as YAML, read back as a user would.</summary>
internal sealed class Pool(string @namespace, string name)
{
    public string Namespace => @namespace;

    public string Name => name;

    /// <summary>Applies the pool.</summary>
    /// <param name="capacity">spec.capacity.</param>
    /// <param name="more">Further lines of the spec, each on its own line, not indented.</param>
    public Task ApplyAsync(string capacity, string more = "") => Kubectl.ApplyAsync($$"""
        apiVersion: kvfleet.io/v1alpha1
        kind: KVCachePool
        metadata: { name: {{name}}, namespace: {{@namespace}} }
        spec:
          model: { name: meta-llama/Llama-3.1-8B-Instruct }
          capacity: {{capacity}}
        {{string.Join('\n', more.Split('\n').Select(line => "  " + line))}}
        """);

    /// <summary>Reads the pool; null when it is gone.</summary>
    public Task<JsonNode?> GetAsync() => Kubectl.GetAsync("kvcachepool", "-n", @namespace, name);

    /// <summary>Waits for a condition with a status and, where given, a reason.</summary>
    public Task<JsonNode?> WaitForConditionAsync(string type, string status, string? reason = null, int seconds = 120) => Wait.ForAsync(
        $"{name}: {type}={status}{(reason is null ? "" : $" ({reason})")}",
        GetAsync,
        pool => Condition(pool, type) is { } condition && Text(condition["status"]) == status && (reason is null || Text(condition["reason"]) == reason) && Observed(pool),
        seconds);

    /// <summary>Waits until the pool is ready with that many bytes resident and locked.</summary>
    public Task<JsonNode?> WaitForResidentAsync(string quantity, int seconds = 120) => Wait.ForAsync(
        $"{name}: {quantity} resident",
        GetAsync,
        pool => Observed(pool) && Bytes(pool, "resident") == Parse(quantity) && Bytes(pool, "assigned") == Parse(quantity) && Bytes(pool, "locked") == Parse(quantity) && Bytes(pool, "draining") == 0 && Text(Condition(pool, "Ready")?["status"]) == "True",
        seconds);

    /// <summary>The pool's holder pods.</summary>
    public async Task<IReadOnlyList<JsonNode>> HoldersAsync()
    {
        var uid = Text((await GetAsync())?["metadata"]?["uid"]);
        return await Kubectl.ListAsync("pods", "-n", @namespace, "-l", $"app.kubernetes.io/component=holder,kvfleet.io/pool-uid={uid}");
    }

    /// <summary>A member of <see cref="PoolHostMemoryStatus"/>, in bytes; -1 when it is absent.</summary>
    public static long Bytes(JsonNode? pool, string member) => Text(pool?["status"]?["hostMemory"]?[member]) is { Length: > 0 } text ? Parse(text) : -1;

    /// <summary>The condition of a type.</summary>
    public static JsonNode? Condition(JsonNode? pool, string type) => pool?["status"]?["conditions"]?.AsArray().FirstOrDefault(condition => Text(condition!["type"]) == type);

    /// <summary>A string, or the empty one.</summary>
    public static string Text(JsonNode? node) => node?.ToString() ?? "";

    /// <summary>A quantity in bytes.</summary>
    public static long Parse(string quantity) => ResourceQuantity.Parse(quantity).ToInt64();

    private static bool Observed(JsonNode? pool) => pool?["status"]?["observedGeneration"]?.ToJsonString() == pool?["metadata"]?["generation"]?.ToJsonString();
}
