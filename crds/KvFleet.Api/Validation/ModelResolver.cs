using KvFleet.Api.Defaults;
using KvFleet.Api.Pools;
using KvFleet.Model.Catalog;
using KvFleet.Model.Geometry;

namespace KvFleet.Api.Validation;

/// <summary>From the model that a spec names, or the geometry that it gives, to the layout of rows.</summary>
internal static class ModelResolver
{
    private const int DefaultBlockTokens = 16;
    private const int DefaultLatentBlockTokens = 64;

    public static (KvRowLayout Layout, long BytesPerToken, ResolvedModel Model)? Resolve(PoolModel model, PoolParallelism? parallelism, ModelCatalog catalog, List<FieldProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(model.Name))
        {
            problems.Add(new("spec.model.name", "is empty; give the name that engines are started with, such as meta-llama/Llama-3.1-8B-Instruct"));
            return null;
        }

        catalog.TryGet(model.Name, out var known);
        var geometry = model.Geometry is null ? known?.Geometry : Explicit(model.Geometry, problems);
        if (geometry is null)
        {
            if (model.Geometry is null)
            {
                problems.Add(new("spec.model.name", Unknown(model.Name, catalog)));
            }

            return null;
        }

        var precision = model.DataType is { } type ? new KvPrecision(type) : known?.Precision ?? KvPrecision.BF16;
        var blockTokens = model.BlockTokens ?? known?.BlockTokens ?? (geometry is MlaGeometry ? DefaultLatentBlockTokens : DefaultBlockTokens);
        var split = new KvParallelism(parallelism?.Tensor ?? 1, parallelism?.Pipeline ?? 1);
        var found = KvRowLayout.Problems(geometry, precision, blockTokens, split);
        problems.AddRange(found.Select(problem => new FieldProblem(PathOf(problem.Path, geometry), problem.Message)));
        if (found.Count > 0)
        {
            return null;
        }

        try
        {
            return (KvRowLayout.Create(geometry, precision, blockTokens, split), geometry.BytesPerToken(precision, split), new ResolvedModel(geometry, precision, split, known?.Prefill));
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            problems.Add(new("spec.model", "gives rows of more than 8 EiB; check layers, heads, dimensions and blockTokens"));
            return null;
        }
    }

    private static KvGeometry? Explicit(PoolGeometry geometry, List<FieldProblem> problems)
    {
        switch (geometry)
        {
            case { Attention: { } attention, Mla: null, Hybrid: null }:
                return new AttentionGeometry(attention.Layers, attention.KvHeads, attention.HeadDim);
            case { Attention: null, Mla: { } latent, Hybrid: null }:
                return new MlaGeometry(latent.Layers, latent.KvLoraRank, latent.RopeHeadDim);
            case { Attention: null, Mla: null, Hybrid: { } hybrid }:
                return new HybridGeometry(hybrid.FullLayers, hybrid.WindowLayers ?? 0, hybrid.WindowTokens ?? 0, hybrid.KvHeads, hybrid.HeadDim, hybrid.StateBytesPerSequence ?? 0);
            default:
                problems.Add(new("spec.model.geometry", "sets none or several of attention, mla and hybrid; set exactly one"));
                return null;
        }
    }

    private static string Unknown(string name, ModelCatalog catalog)
    {
        var near = catalog.Suggest(name);
        return $"is {name}, whose geometry is not built in{(near.Count > 0 ? $" (near: {string.Join(", ", near)})" : "")}; correct the name, or give spec.model.geometry from the model's config.json";
    }

    // The model speaks of its own parts; the user reads paths of the spec.
    private static string PathOf(string path, KvGeometry geometry)
    {
        var kind = geometry switch { AttentionGeometry => "attention", MlaGeometry => "mla", _ => "hybrid" };
        return path.Split('.') switch
        {
            ["geometry", .. var rest] => string.Join('.', ["spec.model.geometry", kind, .. rest]),
            ["precision", .. var rest] => string.Join('.', ["spec.model", .. rest]),
            ["parallelism", ..] => $"spec.{path}",
            _ => $"spec.model.{path}",
        };
    }
}
