using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;

namespace KvFleet.Kubernetes.Contract.Tests.Lists;

/// <summary>Lists: pages, selectors, versions.</summary>
public sealed class ListTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer]
    public async Task Pages_are_of_one_moment(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await CreateAsync(server, 7);
        var first = await server.Client.ListPageAsync<Widget>(new ListRequest { Namespace = server.Namespace, Limit = 3 }, Stop);
        first.Metadata.RemainingItemCount.ShouldBe(4);
        await server.Client.CreateAsync(server.Widget("s5a"), Stop);
        await server.Client.DeleteAsync<Widget>("s6", server.Namespace, cancellationToken: Stop);
        var second = await server.Client.ListPageAsync<Widget>(
            new ListRequest { Namespace = server.Namespace, Limit = 10, Continue = first.Metadata.ContinueProperty }, Stop);
        first.Items.Concat(second.Items).Select(e => e.Name()).ShouldBe(Enumerable.Range(0, 7).Select(i => $"s{i}"));
        second.Metadata.ContinueProperty.ShouldBeNullOrEmpty();
        second.Metadata.ResourceVersion.ShouldBe(first.Metadata.ResourceVersion);
    }

    [Theory]
    [EveryServer]
    public async Task Labels_select(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await CreateAsync(server, 4);
        async Task<string> Select(string selector) =>
            string.Join(' ', (await server.Client.ListAsync<Widget>(server.Namespace, labelSelector: selector, cancellationToken: Stop)).Select(w => w.Name()).Order());
        (await Select("odd=yes")).ShouldBe("s1 s3");
        (await Select("odd!=yes")).ShouldBe("s0 s2");
        (await Select("odd in (yes,maybe),number notin (1)")).ShouldBe("s3");
        (await Select("number")).ShouldBe("s0 s1 s2 s3");
        (await Select("!number")).ShouldBe("");
        (await RefusedAsync(() => Select("odd in yes"))).Reason.ShouldBe("BadRequest");
    }

    [Theory, EveryServer]
    public async Task Fields_select(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await CreateAsync(server, 3);
        (await server.Client.ListAsync<Widget>(server.Namespace, fieldSelector: "metadata.name=s1", cancellationToken: Stop)).ShouldHaveSingleItem().Name().ShouldBe("s1");
        (await server.Client.ListAsync<Widget>(fieldSelector: $"metadata.namespace={server.Namespace},metadata.name!=s1", cancellationToken: Stop)).Count.ShouldBe(2);
        (await RefusedAsync(() => server.Client.ListAsync<Widget>(server.Namespace, fieldSelector: "spec.color=red", cancellationToken: Stop))).Reason.ShouldBe("BadRequest");
    }

    [Theory, EveryServer]
    public async Task Items_say_what_they_are(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var spaces = await server.Client.ListAsync<Models.V1Namespace>(fieldSelector: $"metadata.name={server.Namespace}", cancellationToken: Stop);
        (spaces.Single().ApiVersion, spaces.Single().Kind).ShouldBe(("v1", "Namespace"));
    }

    [Theory, EveryServer]
    public async Task A_version_of_the_future_is_too_large(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var list = await server.Client.ListPageAsync<Widget>(new ListRequest { Namespace = server.Namespace }, Stop);
        var future = (long.Parse(list.Metadata.ResourceVersion!, System.Globalization.CultureInfo.InvariantCulture) + 1_000_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var refused = await RefusedAsync(() => server.Client.ListPageAsync<Widget>(new ListRequest { Namespace = server.Namespace, ResourceVersion = future }, Stop));
        refused.Reason.ShouldBe("Timeout");
        refused.Status.Details!.Causes!.ShouldContain(c => c.Reason == "ResourceVersionTooLarge");
    }

    [Theory, EveryServer(Obedient = true)]
    public async Task A_page_of_the_forgotten_past_is_expired(ServerKind kind)
    {
        var server = await OpenOwnAsync(kind);
        await CreateAsync(server, 3);
        var first = await server.Client.ListPageAsync<Widget>(new ListRequest { Namespace = server.Namespace, Limit = 1 }, Stop);
        await server.Client.CreateAsync(server.Widget("later"), Stop);
        await server.ForgetHistoryAsync(Stop);
        var next = new ListRequest { Namespace = server.Namespace, Limit = 1, Continue = first.Metadata.ContinueProperty };
        (await RefusedAsync(() => server.Client.ListPageAsync<Widget>(next, Stop))).IsExpired.ShouldBeTrue();
    }

    private static async Task CreateAsync(ContractServer server, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var widget = server.Widget($"s{i}", i);
            widget.SetLabel("odd", i % 2 == 0 ? "no" : "yes");
            widget.SetLabel("number", $"{i}");
            await server.Client.CreateAsync(widget, Stop);
        }
    }
}
