using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Contract.Tests.Access;

/// <summary>What the server has.</summary>
public sealed class DiscoveryTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer]
    public async Task What_is_missing_is_told_apart_from_what_is_empty(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        (await server.Client.Discovery.HasResourceAsync<Widget>(Stop)).ShouldBeTrue();
        (await server.Client.Discovery.HasResourceAsync(WidgetDefinition.Group + "/v1", "widgets/status", Stop)).ShouldBeTrue();
        (await server.Client.Discovery.HasResourceAsync(WidgetDefinition.Group + "/v1", "widgets/scale", Stop)).ShouldBeFalse();
        (await server.Client.Discovery.HasResourceAsync(WidgetDefinition.Group + "/v9", "widgets", Stop)).ShouldBeFalse();
        (await server.Client.Discovery.HasResourceAsync("v1", "pods", Stop)).ShouldBeTrue();
        (await server.Client.GetAsync<Widget>("none", server.Namespace, Stop)).ShouldBeNull();
        (await server.Client.ListAsync<Widget>(server.Namespace, cancellationToken: Stop)).ShouldBeEmpty();
    }

    [Theory, EveryServer]
    public async Task The_version_is_said(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var version = await server.Client.Discovery.GetServerVersionAsync(Stop);
        Assert.SkipWhen(version.GitVersion.StartsWith("v0.0.0-master", StringComparison.Ordinal), "this kube-apiserver was built without a version stamp: tests/cluster/build-kubernetes stamps it");
        version.GitVersion.ShouldStartWith("v1.");
        (version.Major, version.Minor >= 20).ShouldBe((1, true));
    }

    [Theory, EveryVersion]
    public async Task All_groups_are_told_with_their_resources_however_old_the_server(ServerKind kind, string version)
    {
        var server = await OpenAsync(kind, version);
        var groups = (await server.Client.Discovery.GetGroupsAsync(Stop)).ToDictionary(g => g.Name, StringComparer.Ordinal);
        var pods = groups[string.Empty].FindKind("Pod").ShouldNotBeNull();
        pods.Type.ShouldBe(EntityMetadata.Of<V1Pod>());
        (pods.Subresources.Contains("status"), pods.Verbs.Contains("watch")).ShouldBe((true, true));
        groups[string.Empty].FindKind("Node")!.Type.Scope.ShouldBe(EntityScope.Cluster);
        groups["apps"].FindKind("Deployment")!.Type.ShouldBe(EntityMetadata.Of<V1Deployment>());
        var widgets = groups[WidgetDefinition.Group].FindKind("Widget").ShouldNotBeNull();
        widgets.Type.ShouldBe(EntityMetadata.Of<Widget>());
        (widgets.ShortNames.Contains("wgt"), widgets.Subresources.Contains("status")).ShouldBe((true, true));
        // Another cluster's extensions may be away.
        if (kind != ServerKind.Cluster)
            groups.Values.SelectMany(g => g.Versions).ShouldAllBe(v => !v.IsStale);
    }

    [Theory, EveryVersion(FakeOnly = true)]
    public async Task Discovery_costs_two_requests_where_the_server_aggregates_it_and_one_more_for_each_version_where_not(ServerKind kind, string version)
    {
        var server = await OpenAsync(kind, version);
        var before = server.Fake!.Requests.Count;
        var groups = await server.Client.Discovery.GetGroupsAsync(Stop);
        var aggregates = (await server.Client.Discovery.GetServerVersionAsync(Stop)).IsAtLeast(1, 27);
        var asked = server.Fake.Requests.Skip(before).Select(r => r.Path).Where(p => p != "/version").ToArray();
        asked.Length.ShouldBe(aggregates ? 2 : 2 + groups.Sum(g => g.Versions.Count), string.Join(' ', asked));
    }

    [Theory, EveryServer(RealOnly = true)]
    public async Task Built_in_kinds_have_their_short_names_and_subresources(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var groups = (await server.Client.Discovery.GetGroupsAsync(Stop)).ToDictionary(g => g.Name, StringComparer.Ordinal);
        groups[string.Empty].FindKind("Pod")!.ShortNames.ShouldContain("po");
        groups["apps"].FindKind("Deployment")!.Subresources.ShouldContain("scale");
    }

    [Theory, EveryServer(RealOnly = true)]
    public async Task Nodes_and_pods_fit_their_models(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        foreach (var node in await server.Client.ListAsync<V1Node>(cancellationToken: Stop))
            node.Status!.NodeInfo.ShouldNotBeNull();
        foreach (var pod in await server.Client.ListAsync<V1Pod>(cancellationToken: Stop))
            pod.Spec!.Containers.ShouldNotBeEmpty();
    }
}
