using System.Reflection;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes;

namespace KvFleet.CrdGenerator;

/// <summary>The permissions that the classes of an assembly ask for, as one ClusterRole.</summary>
public static class ClusterRoleFile
{
    /// <summary>Renders the role: one rule for each group, list of names and set of verbs, resources merged, all ordered, so that the text is stable.</summary>
    /// <param name="assembly">The assembly with the controllers.</param>
    /// <param name="name">Name of the ClusterRole.</param>
    public static string Render(Assembly assembly, string name) => Yaml.Render(new JsonObject
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = "ClusterRole",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["rules"] = new JsonArray([.. Rules(assembly)]),
    });

    private static IEnumerable<JsonNode> Rules(Assembly assembly) => Grants(assembly)
        .GroupBy(grant => (grant.Group, grant.Resource, grant.ResourceName))
        .Select(grants => (grants.Key.Group, grants.Key.Resource, grants.Key.ResourceName, Verbs: grants.Aggregate(RbacVerb.None, (verbs, grant) => verbs | grant.Verbs)))
        .GroupBy(grant => (grant.Group, grant.ResourceName, grant.Verbs))
        .OrderBy(rule => rule.Key.Group, StringComparer.Ordinal)
        .ThenBy(rule => rule.Min(grant => grant.Resource), StringComparer.Ordinal)
        .ThenBy(rule => rule.Key.ResourceName, StringComparer.Ordinal)
        .Select(rule => Rule(rule.Key.Group, [.. rule.Select(grant => grant.Resource).Order(StringComparer.Ordinal)], rule.Key.ResourceName, rule.Key.Verbs));

    private static JsonObject Rule(string group, string[] resources, string resourceName, RbacVerb verbs)
    {
        var rule = new JsonObject { ["apiGroups"] = Strings([group]), ["resources"] = Strings(resources) };
        if (resourceName.Length > 0)
        {
            rule["resourceNames"] = Strings([resourceName]);
        }

        rule["verbs"] = Strings(Words(verbs));
        return rule;
    }

    private static IEnumerable<(string Group, string Resource, string ResourceName, RbacVerb Verbs)> Grants(Assembly assembly) => assembly.GetTypes().SelectMany(type =>
        type.GetCustomAttributes<EntityRbacAttribute>(inherit: false)
            .SelectMany(attribute => attribute.Entities, (attribute, entity) => (Entity: entity.GetCustomAttribute<KubernetesEntityAttribute>()
                ?? throw new InvalidOperationException($"{type.FullName}: [EntityRbac] names {entity.FullName}, which has no [KubernetesEntity]; use [GenericRbac]"), attribute.Verbs))
            .Select(grant => (grant.Entity.Group, grant.Entity.PluralName, "", grant.Verbs))
            .Concat(type.GetCustomAttributes<GenericRbacAttribute>(inherit: false).SelectMany(Grants)));

    private static IEnumerable<(string Group, string Resource, string ResourceName, RbacVerb Verbs)> Grants(GenericRbacAttribute attribute) =>
        from @group in attribute.Groups
        from resource in attribute.Resources
        from name in attribute.ResourceNames.DefaultIfEmpty("")
        select (@group, resource, name, attribute.Verbs);

    private static string[] Words(RbacVerb verbs) => verbs.HasFlag(RbacVerb.All)
        ? ["*"]
        : [.. Enum.GetValues<RbacVerb>()
            .Where(verb => verb is not RbacVerb.None and not RbacVerb.Read and not RbacVerb.All && verbs.HasFlag(verb))
            .Select(verb => verb.ToString().ToLowerInvariant())];

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);
}
