using KvFleet.Model.Cost;

namespace KvFleet.Model.Tests.Cost;

/// <summary>Models and links that published measurements are about.</summary>
internal static class CostOracles
{
    /// <summary>Fitted to vLLM on (inferred) A100-40GB PCIe 4: 10 ms and 241 TFLOP/s.</summary>
    public static PrefillCost Sc24Prefill { get; } = new(Model("meta-llama/Llama-2-7b-hf").Prefill!, 241e12, 0.010);

    /// <summary>The same study's pinned copies. The start of 2.5 ms a direction is fitted to its bars of 1K and 16K tokens.</summary>
    public static TransferPath Sc24Pinned { get; } = new(25.1e9, 2.45e-6, 0.0025);

    /// <summary>The same study's pageable copies.</summary>
    public static TransferPath Sc24Pageable { get; } = new(8.2e9, 4.9e-6, 0.0025);

    public static ModelEntry Model(string name) => ModelCatalog.BuiltIn.TryGet(name, out var model) ? model : throw new InvalidOperationException($"{name} is not in the catalog.");

    /// <summary>Swapping out and in again: each block of 16 tokens is a copy for K and one for V in every layer.</summary>
    public static double SwapSeconds(TransferPath path, int tokens)
    {
        var model = Model("meta-llama/Llama-2-7b-hf");
        return 2 * path.Seconds(model.Geometry.BytesFor(tokens, model.Precision), tokens / 16.0 * 32 * 2);
    }

    /// <summary>A tier that delivers so many bytes a second, for a model with 16-token blocks of one copy.</summary>
    public static Restoration At(string model, PrefillCost prefill, double bytesPerSecond, double startSeconds = 0)
        => Restoration.Of(prefill, new TransferPath(bytesPerSecond, 0, startSeconds), Model(model).Geometry, Model(model).Precision, KvParallelism.None, 16);
}
