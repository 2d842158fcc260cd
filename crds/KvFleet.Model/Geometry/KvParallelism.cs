namespace KvFleet.Model.Geometry;

/// <summary>How an engine spreads one model over accelerators.</summary>
/// <param name="Tensor">Tensor-parallel ranks; KV heads are split over them and replicate when there are more ranks than heads.</param>
/// <param name="Pipeline">Pipeline stages; layers are split over them.</param>
/// <param name="DeduplicateLatent">Whether the offloaded layout keeps MLA's latent once instead of once per tensor rank (vLLM's canonical layout).</param>
public sealed record KvParallelism(int Tensor = 1, int Pipeline = 1, bool DeduplicateLatent = false)
{
    /// <summary>One accelerator.</summary>
    public static KvParallelism None { get; } = new();

    /// <summary>Ranks of one replica.</summary>
    public int Ranks => Tensor * Pipeline;

    /// <summary>What is wrong with it; empty if nothing is.</summary>
    /// <param name="path">Where it stands, for messages.</param>
    /// <param name="layers">Layers of the model that it splits.</param>
    public IReadOnlyList<GeometryProblem> Validate(string path, int layers)
    {
        var check = new GeometryCheck(path);
        check.Range(Tensor, 1, GeometryLimits.MaxParallel, "tensor", "the number of tensor-parallel ranks (--tensor-parallel-size)");
        if (check.Range(Pipeline, 1, GeometryLimits.MaxParallel, "pipeline", "the number of pipeline stages (--pipeline-parallel-size)") && Pipeline > layers && layers > 0)
        {
            check.Add("pipeline", $"is {Pipeline}, but the model has only {layers} layers to split; use at most {layers} stages");
        }

        return check.Problems;
    }
}
