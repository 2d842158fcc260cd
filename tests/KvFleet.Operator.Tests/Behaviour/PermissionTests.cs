using KvFleet.Operator.Tests.Harness;
using KvFleet.Testing;
using YamlDotNet.RepresentationModel;

namespace KvFleet.Operator.Tests.Behaviour;

/// <summary>The roles in config/base allow everything that the operator does, and nothing that it does not do.</summary>
public sealed class PermissionTests
{
    private sealed record Rule(string? Namespace, string Group, string Resource, string Verb);

    [Fact]
    public async Task The_roles_allow_exactly_what_the_operator_does()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", 20);
            RespTests.AddSecrets(cluster);
            cluster.AddPool("llama", "4Gi", static spec => spec.Resp = new() { PasswordSecret = new() { Name = "password" } });
        });
        await harness.UntilReadyAsync("llama");
        await harness.UntilAsync("llama", "RespReady", "Serving");
        harness.Cluster.ChangePool("llama", static pool => pool["spec"]!["resp"]!["enabled"] = false);
        await harness.UntilAsync(() => harness.Cluster.Server.Find("", "services", "ai", "llama-resp") is null, "the Service is gone");
        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["capacity"] = "8Gi");
        await harness.UntilAsync(() => harness.Cluster.Pool("llama")!.Status.HostMemory!.Resident.ToString() == "8Gi", "it has grown");
        harness.Cluster.Server.Delete("kvfleet.io", "kvcachepools", "ai", "llama");
        await harness.UntilAsync(() => harness.Cluster.Pool("llama") is null, "it is gone");
        await harness.UntilAsync(() => harness.Cluster.Events().Any(entry => entry.Reason == "Drained"), "events are written");

        var allowed = Rules("operator-role.yaml", null).Concat(Rules("rbac/operator.yaml", FakeCluster.System)).Concat(Rules("rbac/resp.yaml", "ai")).ToHashSet();
        var denied = harness.Cluster.Server.Requests.Where(request => request.Resource.Length > 0 && !IsAllowed(request, allowed)).Select(request => request.ToString()).Distinct(StringComparer.Ordinal);

        denied.ShouldBeEmpty();
    }

    [Fact]
    public void The_role_for_secrets_of_other_namespaces_gets_them_by_name_only_and_is_bound_nowhere()
    {
        Rules("rbac/resp.yaml", null).ShouldBe([new Rule(null, "", "secrets", "get")]);
        Bindings().ShouldNotContain("kvfleet-resp-secrets");
    }

    [Fact]
    public void No_role_has_a_star_or_reads_secrets_of_other_namespaces()
    {
        var everywhere = Rules("operator-role.yaml", null).ToList();

        everywhere.ShouldAllBe(rule => rule.Verb != "*" && rule.Resource != "*" && rule.Group != "*");
        everywhere.ShouldNotContain(rule => rule.Resource == "secrets" || rule.Resource == "configmaps");
        Rules("rbac/agent.yaml", null).Where(rule => rule.Group == "kvfleet.io").Select(rule => rule.Verb).Distinct(StringComparer.Ordinal).ShouldBe(["get", "list", "watch"], ignoreOrder: true);
    }

    private static bool IsAllowed(FakeRequest request, HashSet<Rule> allowed)
    {
        var resource = request.Subresource is null ? request.Resource : $"{request.Resource}/{request.Subresource}";
        var verb = request.Verb == "apply" ? "patch" : request.Verb;
        return allowed.Contains(new Rule(null, request.Group, resource, verb))
            || (request.Namespace is not null && allowed.Contains(new Rule(request.Namespace, request.Group, resource, verb)));
    }

    private static IEnumerable<Rule> Rules(string file, string? @namespace)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Root(), "config", "base", file));
        stream.Load(reader);
        return stream.Documents.Select(document => (YamlMappingNode)document.RootNode)
            .Where(root => root.Children.ContainsKey("rules"))
            .SelectMany(root => (YamlSequenceNode)root["rules"])
            .SelectMany(rule =>
                from @group in Texts(rule, "apiGroups")
                from resource in Texts(rule, "resources")
                from verb in Texts(rule, "verbs")
                select new Rule(@namespace, @group, resource, verb));
    }

    private static IEnumerable<string> Bindings() => Directory.EnumerateFiles(Path.Combine(Root(), "config", "base"), "*.yaml", SearchOption.AllDirectories)
        .SelectMany(static file =>
        {
            var stream = new YamlStream();
            using var reader = File.OpenText(file);
            stream.Load(reader);
            return stream.Documents.Select(static document => (YamlMappingNode)document.RootNode).ToList();
        })
        .Where(static root => root.Children.ContainsKey("roleRef"))
        .Select(static root => ((YamlScalarNode)root["roleRef"]["name"]).Value!);

    private static IEnumerable<string> Texts(YamlNode rule, string key) => ((YamlSequenceNode)rule[key]).Select(node => ((YamlScalarNode)node).Value!);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Operator.sln")))
            folder = folder.Parent;
        return folder!.FullName;
    }
}
