using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Kubernetes.Contract.Tests.Events;

/// <summary>Events as servers store them.</summary>
public sealed class EventTests(ServerPool pool) : ContractTest(pool)
{
    private static readonly EventSettings Settings = new() { ReportingController = "kvfleet.test/contract", ReportingInstance = "contract-0" };

    [Theory, EveryServer]
    public async Task What_repeats_becomes_a_series(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var widget = await server.Client.CreateAsync(server.Widget("a"), Stop);
        var recorder = new EventRecorder(server.Client, Settings, TimeProvider.System, NullLogger<EventRecorder>.Instance);
        var writing = recorder.RunAsync(Stop);
        for (var i = 0; i < 3; i++)
            recorder.Record(widget, EventType.Warning, "Refused", $"for the {i}. time", "Try");
        recorder.Record(widget, EventType.Normal, "Accepted", "at last", "Try");
        await recorder.StopAsync(Stop);
        await writing;
        var events = await server.Client.ListAsync<Eventsv1Event>(server.Namespace, cancellationToken: Stop);
        var series = events.Single(e => e.Reason == "Refused");
        (series.Series!.Count, series.Note, series.Type, series.Action).ShouldBe((3, "for the 0. time", "Warning", "Try"));
        (series.Regarding!.Name, series.Regarding.Kind, series.Regarding.Uid).ShouldBe(("a", "Widget", widget.Uid()));
        (series.ReportingController, series.ReportingInstance).ShouldBe(("kvfleet.test/contract", "contract-0"));
        events.Single(e => e.Reason == "Accepted").Series.ShouldBeNull();
    }

    [Theory, EveryServer(RealOnly = true)]
    public async Task An_event_shows_under_its_old_name_too(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var widget = await server.Client.CreateAsync(server.Widget("a"), Stop);
        var recorder = new EventRecorder(server.Client, Settings, TimeProvider.System, NullLogger<EventRecorder>.Instance);
        var writing = recorder.RunAsync(Stop);
        recorder.Record(widget, EventType.Normal, "Accepted", "at last", "Try");
        await recorder.StopAsync(Stop);
        await writing;
        var old = (await server.Client.ListAsync<Corev1Event>(server.Namespace, fieldSelector: "involvedObject.name=a", cancellationToken: Stop)).ShouldHaveSingleItem();
        (old.Reason, old.Message).ShouldBe(("Accepted", "at last"));
    }
}
