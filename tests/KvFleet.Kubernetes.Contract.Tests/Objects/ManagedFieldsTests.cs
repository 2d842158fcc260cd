using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;

namespace KvFleet.Kubernetes.Contract.Tests.Objects;

/// <summary>From writing to applying. The fake shows no managed fields.</summary>
public sealed class ManagedFieldsTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer(RealOnly = true)]
    public async Task A_field_that_was_written_and_is_not_applied_stays_for_ever_unless_it_is_handed_over(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        foreach (var handedOver in new[] { false, true })
        {
            var name = handedOver ? "handed-over" : "left";
            // The manager of what is written is the client's user agent up to the slash.
            await server.Client.CreateAsync(server.Widget(name, 1, "red"), Stop);
            if (handedOver)
                (await server.Client.UpgradeManagedFieldsAsync<Widget>(name, server.Namespace, ["contract"], "controller", cancellationToken: Stop)).ShouldBeTrue();
            var applied = await server.Client.ApplyAsync(server.Widget(name, 1), "controller", cancellationToken: Stop);
            applied.Spec.Color.ShouldBe(handedOver ? null : "red");
        }

        (await server.Client.UpgradeManagedFieldsAsync<Widget>("handed-over", server.Namespace, ["contract"], "controller", cancellationToken: Stop)).ShouldBeFalse();
    }

    [Theory, EveryServer(RealOnly = true)]
    public async Task Fields_that_both_wrote_and_applied_are_joined(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.ApplyAsync(server.Widget("a", 1), "controller", cancellationToken: Stop);
        var widget = await server.Client.GetAsync<Widget>("a", server.Namespace, Stop);
        widget!.Spec.Color = "red";
        widget.SetLabel("app", "a");
        await server.Client.UpdateAsync(widget, Stop);
        (await server.Client.ApplyAsync(server.Widget("a", 2), "controller", cancellationToken: Stop)).Spec.Color.ShouldBe("red");

        (await server.Client.UpgradeManagedFieldsAsync<Widget>("a", server.Namespace, ["contract"], "controller", cancellationToken: Stop)).ShouldBeTrue();
        var applied = await server.Client.ApplyAsync(server.Widget("a", 3), "controller", cancellationToken: Stop);
        (applied.Spec.Size, applied.Spec.Color, applied.GetLabel("app")).ShouldBe((3, null, null));
    }
}
