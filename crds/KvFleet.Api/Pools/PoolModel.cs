using System.Text.Json.Serialization;
using KvFleet.Kubernetes;
using KvFleet.Model.Geometry;

namespace KvFleet.Api.Pools;

/// <summary>The model and the layout of its KV cache.</summary>
public sealed class PoolModel
{
    /// <summary>Name of the model as engines know it, for example meta-llama/Llama-3.1-8B-Instruct. The geometry of well-known models is built in.</summary>
    [Required, Length(minLength: 1, maxLength: 256)]
    public string Name { get; set; } = "";

    /// <summary>Revision of the model's weights (a commit, tag or branch). Caches on shared filesystems are kept apart by it. Default: main.</summary>
    [Length(minLength: 1, maxLength: 128)]
    public string? Revision { get; set; }

    /// <summary>KV geometry, for a model that is not built in or that differs from the built-in one. Exactly one of attention, mla and hybrid.</summary>
    [ValidationRule("(has(self.attention) ? 1 : 0) + (has(self.mla) ? 1 : 0) + (has(self.hybrid) ? 1 : 0) == 1", message: "set exactly one of attention, mla and hybrid")]
    public PoolGeometry? Geometry { get; set; }

    /// <summary>Format of the cached keys and values (kv_cache_dtype), which need not be the format of the weights. Default: what engines use for the model, mostly BF16.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<KvDataType>))]
    public KvDataType? DataType { get; set; }

    /// <summary>Tokens per KV block, as in the engine. Default: what engines use for the model (16; 64 for MLA models).</summary>
    [RangeMinimum(1), RangeMaximum(4096)]
    public int? BlockTokens { get; set; }
}
