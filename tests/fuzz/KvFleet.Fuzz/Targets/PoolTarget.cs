using System.Text;
using System.Text.Json;
using KvFleet.Api;
using KvFleet.Api.Validation;
using KvFleet.Model.Catalog;

namespace KvFleet.Fuzz.Targets;

/// <summary>Pools as a server hands them over: refused while reading, or validated without an exception.</summary>
internal sealed class PoolTarget : IFuzzTarget
{
    public string Name => "pool";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            """{"metadata":{"name":"p"},"spec":{"model":{"name":"meta-llama/Llama-3.1-8B-Instruct"},"capacity":"2Ti"}}""",
            """{"spec":{"model":{"name":"m","geometry":{"attention":{"layers":32,"kvHeads":8,"headDim":128}},"blockTokens":16},"parallelism":{"tensor":8,"pipeline":2},"capacity":1073741824}}""",
            """{"spec":{"model":{"name":"m","dataType":"FP8E4M3","geometry":{"hybrid":{"fullLayers":1,"windowLayers":1,"windowTokens":128,"kvHeads":1,"headDim":64,"stateBytesPerSequence":5}}},"capacity":"1Gi","hostMemory":{"minPerNode":"1Mi","maxPerNode":"1Gi","hugePages":"2Mi","numaPolicy":"Interleave"}}}""",
            """{"spec":{"model":{"name":"m","geometry":{"mla":{"layers":61,"kvLoraRank":512,"ropeHeadDim":64}}},"capacity":"1Gi","nodeRequirements":[{"key":"a","operator":"Gt","values":["5"]}],"tolerations":[{"key":"k","operator":"Exists","effect":"NoExecute","tolerationSeconds":5}],"weight":5,"paused":true}}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public Task FeedAsync(byte[] input)
    {
        try
        {
            if (JsonSerializer.Deserialize(input, KvFleetJsonContext.Default.V1Alpha1KVCachePool) is { Spec.Model: not null } pool)
            {
                _ = PoolValidator.Resolve(pool.Spec, ModelCatalog.BuiltIn).Message;
            }
        }
        catch (JsonException)
        {
        }

        return Task.CompletedTask;
    }
}
