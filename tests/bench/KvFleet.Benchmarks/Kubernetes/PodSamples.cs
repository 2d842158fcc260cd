using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>Pods of a deployment as an API server sends them, managed fields and all: exactly <see cref="Bytes"/> each, names, identities, places and addresses all different.</summary>
internal sealed class PodSamples
{
    /// <summary>The size of one pod.</summary>
    internal const int Bytes = 4096;

    private const string VersionFormat = "00000000";
    private readonly string _template = Compact();

    /// <summary>One pod, without its type, as in a list.</summary>
    internal byte[] Render(int index)
    {
        var number = index.ToString(CultureInfo.InvariantCulture);
        var text = _template
            .Replace("@name@", $"llama-8b-7c9d8f6b54-{index:00000}", StringComparison.Ordinal)
            .Replace("@uid@", $"{index:00000000}-1f2e-4d3c-8b4a-5968778695a4", StringComparison.Ordinal)
            .Replace("@version@", index.ToString(VersionFormat, CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@node@", $"gpu-node-{index % 1000:000}", StringComparison.Ordinal)
            .Replace("@ip@", $"10.{index / 65536}.{index / 256 % 256}.{index % 256}", StringComparison.Ordinal)
            .Replace("@container@", number.PadLeft(64, 'a'), StringComparison.Ordinal);
        var padding = Bytes - Encoding.UTF8.GetByteCount(text) + "@pad@".Length;
        return Encoding.UTF8.GetBytes(text.Replace("@pad@", new string('x', padding), StringComparison.Ordinal));
    }

    /// <summary>All pods as one list, as a server answers from its cache.</summary>
    internal byte[] RenderList(int count, int version)
    {
        using var list = new MemoryStream((Bytes + 1) * (count + 1));
        list.Write(Encoding.UTF8.GetBytes($$"""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"{{version}}"},"items":["""));
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                list.WriteByte((byte)',');
            list.Write(Render(i));
        }

        list.Write("]}"u8);
        return list.ToArray();
    }

    /// <summary>The watch event that a pod changed, and where in it the eight digits of its version stand.</summary>
    internal (byte[] Line, int VersionAt) RenderEvent(string type, int index)
    {
        var pod = Render(index);
        byte[] line =
            [.. Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","object":{"kind":"Pod","apiVersion":"v1","""), .. pod.AsSpan(1), .. "}\n"u8];
        var field = """resourceVersion":"""u8;
        return (line, line.AsSpan().IndexOf(field) + field.Length + 1);
    }

    private static string Compact()
    {
        using var resource = typeof(PodSamples).Assembly.GetManifestResourceStream("pod.json")!;
        var pod = JsonNode.Parse(resource)!.AsObject();
        pod["metadata"]!["annotations"]!["pad"] = "@pad@";
        // As Go writes it: quotes in strings get a backslash, not a number.
        return pod.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = BenchmarkJson.Default });
    }
}
