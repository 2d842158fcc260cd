using System.Net;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class DiscoveryTests
{
    [Fact]
    public async Task An_aggregated_document_tells_everything_in_two_requests()
    {
        var handler = new ScriptedHandler((request, _) =>
        {
            request.Headers.GetValues("Accept").ShouldContain(a => a.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal));
            return ScriptedHandler.Json(request.RequestUri!.AbsolutePath is "/api"
                ? """
                  {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":""},"versions":[{"version":"v1","freshness":"Current","resources":[
                   {"resource":"pods","responseKind":{"group":"","version":"","kind":"Pod"},"scope":"Namespaced","verbs":["get","list"],"shortNames":["po"],
                    "subresources":[{"subresource":"status","responseKind":{"kind":"Pod"},"verbs":["get"]},{"subresource":"resize","verbs":["patch"]}]},
                   {"resource":"nodes","responseKind":{"kind":"Node"},"scope":"Cluster","verbs":["get"]},
                   {"resource":"orphans","scope":"Cluster","verbs":["get"]}]}]}]}
                  """
                : """
                  {"kind":"APIGroupDiscoveryList","items":[
                   {"metadata":{"name":"autoscaling"},"versions":[{"version":"v2","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced"}]},
                    {"version":"v1","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced"}]}]},
                   {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale"}]}]}
                  """);
        });
        using var client = Scripted.Client(handler);
        var groups = await client.Discovery.GetGroupsAsync(TestCluster.Stop);
        handler.Requests.Count.ShouldBe(2);
        groups.Select(g => g.Name).ShouldBe(["", "autoscaling", "metrics.k8s.io"]);
        var pods = groups[0].FindKind("Pod").ShouldNotBeNull();
        pods.Type.ShouldBe(new EntityMetadata("", "v1", "Pod", "pods", EntityScope.Namespaced));
        (pods.Verbs.Count, pods.ShortNames.Single()).ShouldBe((2, "po"));
        pods.Subresources.ShouldBe(["status", "resize"]);
        groups[0].FindKind("Node")!.Type.Scope.ShouldBe(EntityScope.Cluster);
        groups[0].Versions[0].Resources.Count.ShouldBe(2);
        groups[1].FindKind("HorizontalPodAutoscaler")!.Type.ApiVersion.ShouldBe("autoscaling/v2");
        groups[2].Versions.ShouldHaveSingleItem().IsStale.ShouldBeTrue();
    }

    [Fact]
    public async Task An_old_server_is_asked_version_by_version_and_an_extension_that_is_down_hides_nothing()
    {
        var handler = new ScriptedHandler((request, _) => request.RequestUri!.AbsolutePath switch
        {
            "/api" => ScriptedHandler.Json("""{"kind":"APIVersions","versions":["v1"]}"""),
            "/apis" => ScriptedHandler.Json("""
                {"kind":"APIGroupList","groups":[
                 {"name":"metrics.k8s.io","versions":[{"groupVersion":"metrics.k8s.io/v1beta1","version":"v1beta1"}]},
                 {"name":"apps","versions":[{"groupVersion":"apps/v1beta2"},{"groupVersion":"apps/v1"}],"preferredVersion":{"groupVersion":"apps/v1"}}]}
                """),
            "/api/v1" => ScriptedHandler.Json("""
                {"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","namespaced":true,"kind":"Pod","verbs":["get"],"shortNames":["po"]},
                 {"name":"pods/status","namespaced":true,"kind":"Pod","verbs":["get"]},{"name":"nodes","namespaced":false,"kind":"Node","verbs":["get"]}]}
                """),
            "/apis/apps/v1" or "/apis/apps/v1beta2" => ScriptedHandler.Json(
                """{"groupVersion":"apps/v1","resources":[{"name":"deployments","namespaced":true,"kind":"Deployment","verbs":["get"]}]}"""),
            _ => ScriptedHandler.Refuse(500, "InternalError"),
        });
        using var client = Scripted.Client(handler);
        var groups = await client.Discovery.GetGroupsAsync(TestCluster.Stop);
        groups.Select(g => g.Name).ShouldBe(["", "metrics.k8s.io", "apps"]);
        var pods = groups[0].FindKind("Pod").ShouldNotBeNull();
        pods.Subresources.ShouldBe(["status"]);
        pods.ShortNames.ShouldBe(["po"]);
        groups[1].Versions.ShouldHaveSingleItem().IsStale.ShouldBeTrue();
        groups[2].Versions.Select(v => v.ApiVersion).ShouldBe(["apps/v1", "apps/v1beta2"]);
        groups[2].FindKind("Deployment")!.Type.ApiVersion.ShouldBe("apps/v1");
    }

    [Fact]
    public async Task A_kind_is_found_with_its_plural_name_and_scope()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.Client.Discovery.FindKindAsync("v1", "Node", TestCluster.Stop)).ShouldBe(EntityMetadata.Of<V1Node>());
        (await cluster.Client.Discovery.FindKindAsync("kvfleet.test/v1", "None", TestCluster.Stop)).ShouldBeNull();
        (await cluster.Client.Discovery.FindKindAsync("none.test/v1", "Node", TestCluster.Stop)).ShouldBeNull();
    }

    [Theory]
    [InlineData("1", "20", "v1.20.2", 1, 20)]
    [InlineData("", "", "v1.29.4-eks-036c24b", 1, 29)]
    [InlineData(null, null, "v1.36.0-alpha.1+abc", 1, 36)]
    [InlineData("1", "27+", "", 1, 27)]
    [InlineData("1", "27+", "weird", 1, 27)]
    [InlineData("", "", "", 0, 0)]
    public void The_version_is_read_from_its_full_text_first(string? major, string? minor, string git, int expectedMajor, int expectedMinor)
    {
        var version = KubernetesServerVersion.Of(new VersionInfo { Major = major, Minor = minor, GitVersion = git });
        (version.Major, version.Minor, version.IsKnown).ShouldBe((expectedMajor, expectedMinor, expectedMajor > 0));
        version.IsAtLeast(1, 20).ShouldBe(expectedMajor > 0);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    [InlineData(36, true)]
    [InlineData(37, false)]
    public void Servers_from_1_20_to_1_36_are_supported(int minor, bool supported) =>
        new KubernetesServerVersion(1, minor, "").IsSupported.ShouldBe(supported);

    [Fact]
    public void A_feature_is_taken_for_absent_on_a_server_of_unknown_version()
    {
        new KubernetesServerVersion(1, 25, "").Has(KubernetesFeature.CustomResourceValidationExpressions).ShouldBeTrue();
        new KubernetesServerVersion(1, 24, "").Has(KubernetesFeature.CustomResourceValidationExpressions).ShouldBeFalse();
        new KubernetesServerVersion(0, 0, "").Has(KubernetesFeature.SidecarContainers).ShouldBeFalse();
    }

    [Fact]
    public async Task The_version_is_asked_for_once()
    {
        var handler = new ScriptedHandler((_, _) => ScriptedHandler.Json("""{"gitVersion":"v1.33.1"}"""));
        using var client = Scripted.Client(handler);
        (await client.Discovery.GetServerVersionAsync(TestCluster.Stop)).Has(KubernetesFeature.InPlacePodVerticalScaling).ShouldBeTrue();
        await client.Discovery.GetServerVersionAsync(TestCluster.Stop);
        handler.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_refusal_of_discovery_is_no_empty_answer()
    {
        var handler = new ScriptedHandler((_, _) => ScriptedHandler.Refuse(403, "Forbidden"));
        using var client = Scripted.Client(handler);
        (await Should.ThrowAsync<KubernetesApiException>(() => client.Discovery.GetGroupsAsync(TestCluster.Stop))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Should.ThrowAsync<KubernetesApiException>(() => client.Discovery.HasResourceAsync("v1", "pods", TestCluster.Stop))).IsForbidden.ShouldBeTrue();
    }
}
