namespace KvFleet.Benchmarks.Reuse;

/// <summary>The conversation trace of Mooncake (FAST'25, Apache-2.0, github.com/kvcache-ai/Mooncake): 12,031 requests, blocks of 512 tokens.</summary>
internal static class ReuseTrace
{
    private const string Variable = "KVFLEET_BENCH_TRACE";

    /// <summary>Its lines, each a request.</summary>
    /// <exception cref="FileNotFoundException">The trace is nowhere.</exception>
    internal static IEnumerable<string> Lines()
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        string[] places = given is { Length: > 0 } ? [given] : [.. Above(AppContext.BaseDirectory)];
        var file = places.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"The conversation trace is missing: set {Variable} to conversation_trace.jsonl of kvcache-ai/Mooncake.");
        return File.ReadLines(file);
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
        {
            yield return Path.Combine(place.FullName, "shared", "data", "mooncake", "conversation_trace.jsonl");
        }
    }
}
