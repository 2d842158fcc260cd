using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;

namespace KvFleet.Kubernetes.Contract.Tests.Objects;

/// <summary>Server-side apply: who owns which field.</summary>
public sealed class ApplyTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer]
    public async Task Applying_the_same_again_writes_nothing(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var first = await server.Client.ApplyAsync(server.Widget("a", 3, "red"), "one", cancellationToken: Stop);
        (await server.Client.ApplyAsync(server.Widget("a", 3, "red"), "one", cancellationToken: Stop)).ResourceVersion().ShouldBe(first.ResourceVersion());
    }

    [Theory, EveryServer]
    public async Task What_is_no_longer_meant_goes_and_what_others_own_stays(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.ApplyAsync(server.Widget("a", 3, "red"), "one", cancellationToken: Stop);
        var other = server.Widget("a", null);
        other.SetAnnotation("note", "kept");
        await server.Client.ApplyAsync(other, "two", cancellationToken: Stop);
        var third = await server.Client.ApplyAsync(server.Widget("a", 3), "one", cancellationToken: Stop);
        (third.Spec.Color, third.Spec.Size, third.GetAnnotation("note")).ShouldBe((null, 3, "kept"));
    }

    [Theory, EveryServer]
    public async Task A_field_of_another_is_a_conflict_that_names_it_unless_forced(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.ApplyAsync(server.Widget("a", 3), "one", cancellationToken: Stop);
        var conflict = await RefusedAsync(() => server.Client.ApplyAsync(server.Widget("a", 4), "two", force: false, Stop));
        conflict.IsConflict.ShouldBeTrue();
        conflict.Message.ShouldContain("\"one\"");
        conflict.Message.ShouldContain(".spec.size");
        (await server.Client.ApplyAsync(server.Widget("a", 4), "two", cancellationToken: Stop)).Spec.Size.ShouldBe(4);
        (await RefusedAsync(() => server.Client.ApplyAsync(server.Widget("a", 3), "one", force: false, Stop))).IsConflict.ShouldBeTrue();
    }

    [Theory, EveryServer]
    public async Task Two_who_mean_the_same_share_it_until_both_let_go(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.ApplyAsync(server.Widget("a", 3, "red"), "one", force: false, Stop);
        await server.Client.ApplyAsync(server.Widget("a", 3, "red"), "two", force: false, Stop);
        (await server.Client.ApplyAsync(server.Widget("a", 3), "one", force: false, Stop)).Spec.Color.ShouldBe("red");
        (await server.Client.ApplyAsync(server.Widget("a", 3), "two", force: false, Stop)).Spec.Color.ShouldBeNull();
    }

    [Theory, EveryServer]
    public async Task A_plain_write_takes_over_what_it_changes(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.ApplyAsync(server.Widget("a", 3, "red"), "one", cancellationToken: Stop);
        var patch = KubernetesPatch.Merge(new JsonObject { ["spec"] = new JsonObject { ["color"] = "blue" } });
        await server.Client.PatchAsync<Widget>("a", server.Namespace, patch, cancellationToken: Stop);
        (await RefusedAsync(() => server.Client.ApplyAsync(server.Widget("a", 3, "red"), "one", force: false, Stop))).IsConflict.ShouldBeTrue();
        // What another has taken over is not removed when the first no longer means it.
        (await server.Client.ApplyAsync(server.Widget("a", 3), "one", cancellationToken: Stop)).Spec.Color.ShouldBe("blue");
    }

    [Theory, EveryServer]
    public async Task What_a_manager_once_wrote_is_no_part_of_what_it_applies(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        // The first word of the user agent: the same manager by name, and another owner.
        await server.Client.CreateAsync(server.Widget("a", 3, "red"), Stop);
        (await server.Client.ApplyAsync(server.Widget("a", 4), "contract", cancellationToken: Stop)).Spec.Color.ShouldBe("red");
    }

    [Theory, EveryServer]
    public async Task Items_of_keyed_lists_are_owned_one_by_one(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await ApplyPartsAsync(server, "one", new WidgetPart { Name = "x", Count = 1 });
        await ApplyPartsAsync(server, "two", new WidgetPart { Name = "y", Count = 2 }, new WidgetPart { Name = "x", Note = "noted" });
        var result = await ApplyPartsAsync(server, "one", new WidgetPart { Name = "z", Count = 3 });
        result.Spec.Parts!.OrderBy(p => p.Name).Select(p => (p.Name, p.Count, p.Note)).ShouldBe([("x", null, "noted"), ("y", 2, null), ("z", 3, null)]);
    }

    [Theory, EveryServer]
    public async Task Sets_are_merged_and_atomic_lists_are_not(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await ApplyListsAsync(server, "one", ["a", "b"], ["first"]);
        var second = await ApplyListsAsync(server, "two", ["b", "c"], ["second"]);
        second.Spec.Tags!.Order().ShouldBe(["a", "b", "c"]);
        second.Spec.Steps.ShouldBe(["second"]);
        (await ApplyListsAsync(server, "one", ["a"], null)).Spec.Tags!.Order().ShouldBe(["a", "b", "c"]);
        (await ApplyListsAsync(server, "two", ["c"], ["second"])).Spec.Tags!.Order().ShouldBe(["a", "c"]);
    }

    [Theory, EveryServer]
    public async Task Status_is_applied_apart_and_conditions_merge_by_type(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.ApplyAsync(server.Widget("a"), "spec", cancellationToken: Stop);
        await ApplyConditionAsync(server, "one", "Ready");
        var result = await ApplyConditionAsync(server, "two", "Degraded");
        result.Status.Conditions!.Select(c => c.Type).ShouldBe(["Ready", "Degraded"], ignoreOrder: true);
        (result.Metadata.Generation, result.Spec.Size).ShouldBe((1L, 1));
        (await server.Client.ApplyAsync(server.Widget("a"), "spec", cancellationToken: Stop)).ResourceVersion().ShouldBe(result.ResourceVersion());
    }

    private static Task<Widget> ApplyPartsAsync(ContractServer server, string manager, params WidgetPart[] parts)
    {
        var intent = server.Widget("a", null);
        intent.Spec.Parts = parts;
        return server.Client.ApplyAsync(intent, manager, force: false, Stop);
    }

    private static Task<Widget> ApplyListsAsync(ContractServer server, string manager, string[] tags, string[]? steps)
    {
        var intent = server.Widget("a", null);
        (intent.Spec.Tags, intent.Spec.Steps) = (tags, steps);
        return server.Client.ApplyAsync(intent, manager, cancellationToken: Stop);
    }

    private static Task<Widget> ApplyConditionAsync(ContractServer server, string manager, string type)
    {
        var intent = server.Widget("a");
        intent.Status.Conditions = [new V1Condition { Type = type, Status = "True", Reason = "Because", Message = "for the contract", LastTransitionTime = DateTimeOffset.UnixEpoch }];
        return server.Client.ApplyStatusAsync(intent, manager, cancellationToken: Stop);
    }
}
