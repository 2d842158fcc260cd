using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class ListTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private void Fill(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _cluster.Server.Put(new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["metadata"] = new JsonObject
                {
                    ["name"] = $"c{i:D5}",
                    ["namespace"] = i % 2 == 0 ? "even" : "odd",
                    ["labels"] = new JsonObject { ["third"] = (i % 3).ToString(CultureInfo.InvariantCulture) },
                },
            });
        }
    }

    [Fact]
    public async Task All_pages_are_read_and_items_know_their_type()
    {
        Fill(1203);
        var list = await _cluster.Client.ListAsync<V1ConfigMap>(cancellationToken: TestCluster.Stop);
        list.Count.ShouldBe(1203);
        list.Select(c => c.Name()).Distinct().Count().ShouldBe(1203);
        list.ShouldAllBe(c => c.Kind == "ConfigMap" && c.ApiVersion == "v1");
        _cluster.Server.Requests.Count(r => r.Verb == "list").ShouldBe(3);
    }

    [Fact]
    public async Task Namespace_and_selectors_narrow_a_list()
    {
        Fill(30);
        (await _cluster.Client.ListAsync<V1ConfigMap>("even", cancellationToken: TestCluster.Stop)).Count.ShouldBe(15);
        (await _cluster.Client.ListAsync<V1ConfigMap>(labelSelector: "third=0", cancellationToken: TestCluster.Stop)).Count.ShouldBe(10);
        (await _cluster.Client.ListAsync<V1ConfigMap>(labelSelector: "third in (0,1),third!=1", cancellationToken: TestCluster.Stop)).Count.ShouldBe(10);
        (await _cluster.Client.ListAsync<V1ConfigMap>(fieldSelector: "metadata.name=c00007", cancellationToken: TestCluster.Stop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_list_starts_over_in_one_piece_when_its_token_expires()
    {
        Fill(1100);
        using var fault = _cluster.Server.Inject(r => r.Query.ContainsKey("continue"), FakeFault.Status(410, "Expired"), times: 1);
        (await _cluster.Client.ListAsync<V1ConfigMap>(cancellationToken: TestCluster.Stop)).Count.ShouldBe(1100);
        _cluster.Server.Requests.Last(r => r.Verb == "list").Query.ContainsKey("limit").ShouldBeFalse();
    }

    [Fact]
    public async Task One_page_tells_where_the_next_begins()
    {
        Fill(5);
        var page = await _cluster.Client.ListPageAsync<V1ConfigMap>(new ListRequest { Limit = 2 }, TestCluster.Stop);
        page.Items.Count.ShouldBe(2);
        page.Metadata.ContinueProperty.ShouldNotBeNullOrEmpty();
        page.Metadata.RemainingItemCount.ShouldBe(3);
    }

    [Fact]
    public async Task Null_items_are_an_empty_list()
    {
        using var client = _cluster.Connect(configure: o => o with { HandlerFactory = () => new StubHandler("""{"kind":"PodList","items":null,"metadata":{"resourceVersion":"5"}}""") });
        var page = await client.ListPageAsync<V1Pod>(new ListRequest(), TestCluster.Stop);
        page.Items.ShouldBeEmpty();
        page.Metadata.ResourceVersion.ShouldBe("5");
    }

    [Fact]
    public async Task An_object_that_does_not_fit_is_named_and_does_not_hide_the_others()
    {
        _cluster.Server.Put(JsonNode.Parse("""{"apiVersion":"kvfleet.test/v1","kind":"Sample","metadata":{"name":"bad","namespace":"ns"},"spec":{"size":"huge"}}""")!.AsObject());
        await _cluster.Client.CreateAsync(TestCluster.Sample("good"), TestCluster.Stop);

        var page = await _cluster.Client.ListPageAsync<SampleEntity>(new ListRequest(), TestCluster.Stop);
        page.Items.ShouldHaveSingleItem().Name().ShouldBe("good");
        page.Unreadable.ShouldHaveSingleItem().Key.ShouldBe(new ObjectKey("ns", "bad"));

        (await Should.ThrowAsync<JsonException>(() => _cluster.Client.ListAsync<SampleEntity>(cancellationToken: TestCluster.Stop)))
            .Message.ShouldContain("ns/bad");
    }
}
