using System.Text.Json.Nodes;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;

namespace KvFleet.CrdGenerator.Tests;

/// <summary>Rules of structural schemas that a server enforces, and what `kubectl explain` needs.</summary>
public sealed class SchemaTests
{
    public static TheoryData<Type> Kinds => [typeof(V1Alpha1KVCachePool), typeof(V1Alpha1KVCacheNode)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_is_described(Type kind)
    {
        foreach (var (path, schema) in Properties(Root(kind)).Where(property => property.Path is not ".metadata"))
        {
            schema["description"]?.GetValue<string>().ShouldNotBeNullOrWhiteSpace(path);
            schema["description"].ShouldNotBeNull(path);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_has_a_type_or_is_a_quantity(Type kind)
    {
        foreach (var (path, schema) in Properties(Root(kind)))
        {
            (schema["type"] is not null || schema["x-kubernetes-int-or-string"] is not null).ShouldBeTrue(path);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_default_lies_within_the_bounds_that_stand_beside_it(Type kind)
    {
        foreach (var (path, schema) in Properties(Root(kind)).Where(property => property.Schema["default"] is not null))
        {
            if (schema["enum"] is JsonArray values)
            {
                values.Select(value => value!.GetValue<string>()).ShouldContain(schema["default"]!.GetValue<string>(), path);
            }

            if (schema["minimum"] is { } minimum)
            {
                schema["default"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(minimum.GetValue<long>(), path);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_keys_of_a_keyed_list_are_required_in_its_items(Type kind)
    {
        foreach (var (path, schema) in Properties(Root(kind)).Where(property => property.Schema["x-kubernetes-list-map-keys"] is not null))
        {
            var required = schema["items"]!["required"]!.AsArray().Select(node => node!.GetValue<string>()).ToArray();
            schema["x-kubernetes-list-map-keys"]!.AsArray().Select(node => node!.GetValue<string>()).ShouldBeSubsetOf(required, path);
        }
    }

    [Fact]
    public void Status_is_a_subresource_and_printer_columns_answer_whether_a_pool_is_well()
    {
        var version = Version(typeof(V1Alpha1KVCachePool));

        version["subresources"]!.ToJsonString().ShouldBe("""{"status":{}}""");
        version["additionalPrinterColumns"]!.AsArray().Select(column => column!["name"]!.GetValue<string>())
            .ShouldBe(["Model", "Requested", "Assigned", "Resident", "Nodes", "Ready", "Reason", "Age"]);
    }

    [Fact]
    public void A_quantity_may_be_a_number_or_a_string()
    {
        var capacity = Root(typeof(V1Alpha1KVCachePool))["properties"]!["spec"]!["properties"]!["capacity"]!;

        capacity["x-kubernetes-int-or-string"]!.GetValue<bool>().ShouldBeTrue();
        capacity["anyOf"]!.ToJsonString().ShouldBe("""[{"type":"integer"},{"type":"string"}]""");
    }

    [Fact]
    public void Values_of_an_enum_are_explained_in_its_field()
    {
        var hugePages = Root(typeof(V1Alpha1KVCachePool))["properties"]!["spec"]!["properties"]!["hostMemory"]!["properties"]!["hugePages"]!;

        hugePages["enum"]!.ToJsonString().ShouldBe("""["None","2Mi","1Gi"]""");
        hugePages["description"]!.GetValue<string>().ShouldContain("2Mi: ");
    }

    [Fact]
    public void A_rule_uses_no_function_that_the_oldest_server_with_rules_lacks()
    {
        foreach (var (path, schema) in Properties(Root(typeof(V1Alpha1KVCachePool))).Where(property => property.Schema["x-kubernetes-validations"] is not null))
        {
            schema["x-kubernetes-validations"]!.ToJsonString().ShouldNotContain("quantity(", Case.Sensitive, path);
        }
    }

    private static JsonObject Root(Type kind) => Version(kind)["schema"]!["openAPIV3Schema"]!.AsObject();

    private static JsonObject Version(Type kind) => CustomResourceDefinitionBuilder.Build(kind)["spec"]!["versions"]![0]!.AsObject();

    private static IEnumerable<(string Path, JsonObject Schema)> Properties(JsonObject schema, string path = "")
    {
        foreach (var (name, child) in schema["properties"]?.AsObject() ?? [])
        {
            yield return ($"{path}.{name}", child!.AsObject());
            foreach (var nested in Properties(child!.AsObject(), $"{path}.{name}"))
            {
                yield return nested;
            }
        }

        if (schema["items"] is JsonObject items)
        {
            foreach (var nested in Properties(items, path + "[]"))
            {
                yield return nested;
            }
        }
    }
}
