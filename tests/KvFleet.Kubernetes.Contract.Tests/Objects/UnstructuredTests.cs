using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Contract.Tests.Objects;

/// <summary>Kinds without a class, and subresources.</summary>
public sealed class UnstructuredTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer]
    public async Task An_object_lives_changes_and_dies(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var widgets = await server.Client.UnstructuredAsync(WidgetDefinition.Group + "/v1", "Widget", Stop);
        var intent = UnstructuredObject.Parse($$"""{"metadata":{"name":"u","namespace":"{{server.Namespace}}"},"spec":{"size":1,"tags":["a"]} }""");
        var created = await widgets.CreateAsync(intent, Stop);
        created.Fields["spec"]!["size"] = 2;
        var updated = await widgets.UpdateAsync(created, Stop);
        (updated.Metadata.Generation, updated.Field("spec", "tags")!.AsArray().Count).ShouldBe((2, 1));
        (await RefusedAsync(() => widgets.UpdateAsync(created, Stop))).IsConflict.ShouldBeTrue();

        var request = new WatchRequest { Namespace = server.Namespace, ResourceVersion = created.ResourceVersion() };
        await using var watch = widgets.WatchAsync(request, Stop).GetAsyncEnumerator(Stop);
        (await watch.MoveNextAsync()).ShouldBeTrue();
        (watch.Current.Type, watch.Current.Entity.ResourceVersion()).ShouldBe((WatchEventType.Modified, updated.ResourceVersion()));
        (await widgets.DeleteAsync(updated, cancellationToken: Stop)).ShouldBeTrue();
        (await widgets.ListAsync(server.Namespace, cancellationToken: Stop)).ShouldBeEmpty();
    }

    [Theory, EveryServer(RealOnly = true)]
    public async Task Replicas_are_set_through_scale(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var deployments = await server.Client.UnstructuredAsync("apps/v1", "Deployment", Stop);
        await deployments.ApplyAsync(
            UnstructuredObject.Parse($$"""
                {"metadata":{"name":"d","namespace":"{{server.Namespace}}"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"d"} },
                 "template":{"metadata":{"labels":{"app":"d"} },"spec":{"containers":[{"name":"c","image":"none" } ] } } } }
                """),
            "contract",
            cancellationToken: Stop);
        var scaled = await server.Client.Resource<V1Deployment>().ScaleAsync("d", server.Namespace, 2, Stop);
        (scaled.Kind, scaled.Spec!.Replicas).ShouldBe(("Scale", 2));
        (await deployments.GetSubresourceAsync<V1Scale>("d", server.Namespace, "scale", Stop))!.Spec!.Replicas.ShouldBe(2);
        (await deployments.GetAsync("d", server.Namespace, Stop))!.Field("spec", "replicas")!.GetValue<int>().ShouldBe(2);
    }
}
