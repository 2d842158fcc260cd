using System.Globalization;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Informers;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Informers;

namespace KvFleet.Kubernetes.Contract.Tests.Model;

/// <summary>
/// Thousands of random operations, with trouble where trouble can be made. Once all is quiet, model, server and every store agree, and what each handler heard is a
/// history without lost deletions and without time travel.
/// </summary>
/// <remarks>A failure names its seed; <c>KVFLEET_MODEL_SEED</c> runs it again, <c>KVFLEET_MODEL_STEPS</c> says how long (and so how short a failing run can be made).</remarks>
public sealed class ModelTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer]
    public async Task After_any_operations_server_store_and_handlers_agree(ServerKind kind)
    {
        var seed = Setting("SEED") ?? Random.Shared.Next();
        var steps = Setting("STEPS") ?? kind switch { ServerKind.Fake => 10_000, ServerKind.FakeNewest => 4_000, _ => 600 };
        var server = await OpenAsync(kind);
        try
        {
            await RunAsync(server, seed, steps);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"KVFLEET_MODEL_SEED={seed} KVFLEET_MODEL_STEPS={steps} on {kind}: {e.Message}", e);
        }
    }

    private static async Task RunAsync(ContractServer server, int seed, int steps)
    {
        await using var fast = server.Fake is null ? null : new FastTime(seed);
        var time = fast?.Provider ?? TimeProvider.System;
        using var client = server.Connect(time);
        var writer = new ModelWriter(server, new Random(seed), Stop);
        var trouble = server.Fake is { } fake ? new Trouble(fake, new Random(seed + 1)) : null;
        await using var all = await StartAsync(client, time, new InformerOptions<Widget> { Namespace = server.Namespace, PageSize = 5, ResyncPeriod = TimeSpan.FromMinutes(3) });
        await using var some = await StartAsync(client, time, new InformerOptions<Widget> { Namespace = server.Namespace, LabelSelector = ModelWriter.Label + "=yes" });
        var late = new RecordingHandler();
        for (var step = 0; step < steps; step++)
        {
            if (trouble is not null)
                await trouble.StepAsync(followers: 2);
            await writer.StepAsync(step);
            if (step == steps / 2)
                all.Informer.AddHandler(late);
        }

        trouble?.Dispose();
        await AgreeAsync(server, writer, all, some);
        all.Settle();
        some.Settle();
        // Or there was no trouble, and all this shows little.
        server.Fake?.Requests.Count(r => r is { Verb: "list", Resource: "widgets" } or { IsStreamedList: true }).ShouldBeGreaterThan(steps / 200);
        Ends(all.Handler, all, "the handler that was there from the beginning");
        Ends(late, all, "the handler that came late");
        Ends(some.Handler, some, "the handler behind a selector");
    }

    private static async Task AgreeAsync(ContractServer server, ModelWriter writer, RunningInformer all, RunningInformer some)
    {
        var listed = await server.Client.ListAsync<Widget>(server.Namespace, cancellationToken: Stop);
        listed.ToDictionary(w => w.Name(), ModelObject.Of).ShouldBe(writer.Model, ignoreOrder: true, writer.Log);
        var content = Content(listed);
        await EventuallyAsync(() => all.Content.SequenceEqual(content), $"the store has {string.Join(' ', content)}, and not {string.Join(' ', all.Content)}");
        var selected = Content(listed.Where(w => w.GetLabel(ModelWriter.Label) == "yes"));
        await EventuallyAsync(() => some.Content.SequenceEqual(selected), $"the store behind the selector has {string.Join(' ', selected)}, and not {string.Join(' ', some.Content)}");
    }

    private static (string Name, string Version)[] Content(IEnumerable<Widget> widgets) => [.. widgets.Select(w => (w.Name(), w.ResourceVersion())).Order()];

    private static void Ends(RecordingHandler handler, RunningInformer informer, string who) =>
        Content(History.Check(handler.Heard).Values).ShouldBe(informer.Content, who);

    private static Task<RunningInformer> StartAsync(KubernetesClient client, TimeProvider time, InformerOptions<Widget> options) =>
        RunningInformer.StartAsync(client, options, Stop, time);

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable("KVFLEET_MODEL_" + name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
