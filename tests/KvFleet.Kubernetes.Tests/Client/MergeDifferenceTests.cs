using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class MergeDifferenceTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", "{}")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"b":3}""", """{"b":3}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", """{"b":null}""")]
    [InlineData("""{"a":1}""", """{"a":1,"b":{"c":[]} }""", """{"b":{"c":[]} }""")]
    [InlineData("""{"m":{"labels":{"x":"1","y":"2"},"name":"n"} }""", """{"m":{"labels":{"x":"9"},"name":"n"} }""", """{"m":{"labels":{"x":"9","y":null} } }""")]
    [InlineData("""{"l":[1,2,3]}""", """{"l":[1,3]}""", """{"l":[1,3]}""")]
    [InlineData("""{"o":{"x":1} }""", """{"o":{} }""", """{"o":{"x":null} }""")]
    [InlineData("""{"o":{"x":1} }""", """{"o":5}""", """{"o":5}""")]
    [InlineData("""{"o":5}""", """{"o":{"x":1} }""", """{"o":{"x":1} }""")]
    public void Only_what_differs_is_said(string before, string after, string patch) =>
        MergeDifference.Between(Parse(before), Parse(after)).ToJsonString().ShouldBe(Parse(patch).ToJsonString());

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"a"}]} }""", true)]
    [InlineData("""{"metadata":{"finalizers":["a"],"labels":{"x":"y"} } }""", false)]
    [InlineData("""{"spec":{"replicas":3,"none":null} }""", false)]
    public void Lists_of_objects_are_noticed(string patch, bool replaces) => MergeDifference.ReplacesObjects(Parse(patch)).ShouldBe(replaces);

    [Fact]
    public void Any_document_becomes_the_other_one_by_its_patch()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var (before, after) = (Make(random, 3), Make(random, 3));
            var patched = before.DeepClone().AsObject();
            Apply(patched, MergeDifference.Between(before, after));
            JsonNode.DeepEquals(patched, after).ShouldBeTrue($"{before.ToJsonString()} to {after.ToJsonString()} gave {patched.ToJsonString()}");
        }
    }

    // As RFC 7386 has it.
    private static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject fields)
                    target[name] = fields = [];
                Apply(fields, inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private static JsonObject Make(Random random, int depth)
    {
        var made = new JsonObject();
        foreach (var name in "abcd".Where(_ => random.Next(3) > 0))
        {
            made[name.ToString()] = random.Next(depth == 0 ? 2 : 4) switch
            {
                0 => random.Next(3),
                1 => new JsonArray(random.Next(2), "x"),
                _ => Make(random, depth - 1),
            };
        }

        return made;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
