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

    [Theory, EveryServer(RealOnly = true)]
    public async Task All_groups_are_told_with_their_resources(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var groups = (await server.Client.Discovery.GetGroupsAsync(Stop)).ToDictionary(g => g.Name, StringComparer.Ordinal);
        var pods = groups[string.Empty].FindKind("Pod").ShouldNotBeNull();
        pods.Type.ShouldBe(EntityMetadata.Of<V1Pod>());
        (pods.ShortNames.Contains("po"), pods.Subresources.Contains("status"), pods.Verbs.Contains("watch")).ShouldBe((true, true, true));
        groups["apps"].FindKind("Deployment")!.Type.ShouldBe(EntityMetadata.Of<V1Deployment>());
        groups["apps"].FindKind("Deployment")!.Subresources.ShouldContain("scale");
        groups[WidgetDefinition.Group].FindKind("Widget")!.Type.ShouldBe(EntityMetadata.Of<Widget>());
        groups.Values.SelectMany(g => g.Versions).ShouldAllBe(v => !v.IsStale);
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
