using System.Text.Json;
using KvFleet.Api.Pools;
using KvFleet.Api.Validation;
using KvFleet.Model.Catalog;

namespace KvFleet.Api.Tests;

/// <summary>Pools as users write them, as JSON.</summary>
internal static class PoolYaml
{
    public static V1Alpha1KVCachePool Parse(string spec) => JsonSerializer.Deserialize(
        $$"""{"apiVersion":"kvfleet.io/v1alpha1","kind":"KVCachePool","metadata":{"name":"p","namespace":"n"},"spec":{{spec}}}""",
        KvFleetJsonContext.Default.V1Alpha1KVCachePool)!;

    public static PoolResolution Resolve(string spec) => PoolValidator.Resolve(Parse(spec).Spec, ModelCatalog.BuiltIn);
}
