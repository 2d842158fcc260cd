using System.Text.Json;
using KvFleet.Api;
using KvFleet.Api.Validation;
using KvFleet.Model.Catalog;
using YamlDotNet.Serialization;

namespace KvFleet.Operator.Tests.Behaviour;

/// <summary>What is offered for copying works.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Samples => [.. Directory.GetFiles(Path.Combine(Root(), "config", "samples"), "pool-*.yaml").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_is_a_valid_pool(string file)
    {
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(File.ReadAllText(Path.Combine(Root(), "config", "samples", file)));
        var json = new SerializerBuilder().JsonCompatible().Build().Serialize(yaml);

        var pool = JsonSerializer.Deserialize(json, KvFleetJsonContext.Default.V1Alpha1KVCachePool)!;

        pool.Kind.ShouldBe("KVCachePool");
        PoolValidator.Resolve(pool.Spec, ModelCatalog.BuiltIn).Problems.ShouldBeEmpty();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Operator.sln")))
            folder = folder.Parent;
        return folder!.FullName;
    }
}
