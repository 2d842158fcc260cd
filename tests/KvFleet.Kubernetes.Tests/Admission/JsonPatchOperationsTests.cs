using System.Globalization;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Admission;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Tests.Client;

namespace KvFleet.Kubernetes.Tests.Admission;

public sealed class JsonPatchOperationsTests
{
    [Theory]
    [InlineData("{}", "{}", "[]")]
    [InlineData("""{"a":1}""", """{"a":1}""", "[]")]
    [InlineData("""{"a":1}""", """{"a":2}""", """[{"op":"replace","path":"/a","value":2}]""")]
    [InlineData("""{"a":null}""", """{"a":{}}""", """[{"op":"replace","path":"/a","value":{}}]""")]
    [InlineData("""{"a":1}""", """{"b":1}""", """[{"op":"remove","path":"/a"},{"op":"add","path":"/b","value":1}]""")]
    [InlineData("""{"x/y":{"~":1}}""", """{"x/y":{"~":2}}""", """[{"op":"replace","path":"/x~1y/~0","value":2}]""")]
    [InlineData("""{"l":[1,2,3]}""", """{"l":[1]}""", """[{"op":"remove","path":"/l/2"},{"op":"remove","path":"/l/1"}]""")]
    [InlineData("""{"l":[1]}""", """{"l":[2,{"n":3}]}""", """[{"op":"replace","path":"/l/0","value":2},{"op":"add","path":"/l/-","value":{"n":3}}]""")]
    public void A_difference_is_few_operations(string before, string after, string expected) =>
        JsonPatchOperations.Between(Parse(before), Parse(after)).ToJsonString().ShouldBe(expected);

    [Fact]
    public async Task What_the_server_makes_of_the_patch_is_the_other_document()
    {
        await using var cluster = await TestCluster.StartAsync();
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var before = new JsonObject { ["f"] = Random(random, 4) };
            var after = random.Next(3) == 0 ? new JsonObject { ["f"] = Random(random, 4) } : Changed(random, before);
            var stored = UnstructuredObject.Parse($$"""{"metadata":{"name":"s{{round}}","namespace":"ns"} }""");
            stored.Fields = before.DeepClone().AsObject();
            var samples = cluster.Client.Unstructured(EntityMetadata.Of<Metadata.SampleEntity>());
            await samples.CreateAsync(stored, TestCluster.Stop);
            var patched = await samples.PatchAsync($"s{round}", "ns", KubernetesPatch.Json(JsonPatchOperations.Between(before, after)), cancellationToken: TestCluster.Stop);
            JsonNode.DeepEquals(patched.Fields, after).ShouldBeTrue($"{before.ToJsonString()} to {after.ToJsonString()} became {patched.Fields.ToJsonString()}");
        }
    }

    private static JsonObject Changed(Random random, JsonObject document)
    {
        var copy = document.DeepClone().AsObject();
        JsonNode? node = copy["f"];
        while (node is JsonObject { Count: > 0 } map && random.Next(3) > 0)
        {
            var key = map.ElementAt(random.Next(map.Count)).Key;
            if (map[key] is JsonObject or JsonArray)
                node = map[key];
            else
                map[key] = Random(random, 1);
        }

        if (node is JsonArray list)
            list.Insert(random.Next(list.Count + 1), Random(random, 1));
        else if (node is JsonObject inner)
            inner["new/~key"] = Random(random, 2);
        return copy;
    }

    private static JsonNode? Random(Random random, int depth) => random.Next(depth > 0 ? 6 : 4) switch
    {
        0 => random.Next(5),
        1 => "t" + random.Next(5).ToString(CultureInfo.InvariantCulture),
        2 => random.Next(2) == 0,
        3 => new JsonObject(),
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Random(random, depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(5)).Select(i => KeyValuePair.Create($"k/{i}~", Random(random, depth - 1)))),
    };

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
