using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Telemetry;
using KvFleet.Testing;

namespace KvFleet.Operator.Tests.Inventory;

public sealed class AgentDirectoryTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ReportStore _reports;
    private readonly AgentDirectory _directory;

    public AgentDirectoryTests()
    {
        _reports = new ReportStore(_time, TimeSpan.FromSeconds(30));
        _directory = new AgentDirectory(_reports, _time);
    }

    private AgentPresence Look(string? podName) => _directory.Look(podName is null ? [] : [Pod(podName)], ["n"])["n"];

    private static V1Pod Pod(string name) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "kvfleet-system" },
        Spec = new V1PodSpec { NodeName = "n" },
        Status = new V1PodStatus { Phase = "Running" },
    };

    private void Report(string podName, bool nodeContainer = true)
    {
        _reports.Expect("n", podName);
        _reports.Accept(podName, new AgentReport
        {
            Sequence = 1, NodeName = "n", BootId = "b", AgentVersion = "1", StartedAt = _time.GetUtcNow(), ReportedAt = _time.GetUtcNow(), NodeContainerConnected = nodeContainer,
        });
    }

    [Fact]
    public void A_node_is_silent_from_when_its_agent_was_replaced_however_long_it_had_one()
    {
        Report("agent-old");
        Look("agent-old").SilentSince.ShouldBeNull();
        _time.Advance(TimeSpan.FromDays(1));
        Look("agent-old").SilentSince.ShouldBeNull();

        _time.Advance(TimeSpan.FromSeconds(1));
        Look("agent-new").SilentSince.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public void Silence_goes_on_over_the_pods_that_come_and_go_meanwhile()
    {
        Report("agent-old");
        Look("agent-old");
        _time.Advance(TimeSpan.FromMinutes(1));
        var since = Look(null).SilentSince;
        _time.Advance(TimeSpan.FromMinutes(1));

        Look("agent-new").SilentSince.ShouldBe(since);
        Report("agent-new");
        Look("agent-new").SilentSince.ShouldBeNull();
    }

    [Fact]
    public void An_agent_without_its_privileged_container_counts_from_the_loss_of_it()
    {
        Report("agent-old");
        Look("agent-old");
        _time.Advance(TimeSpan.FromHours(1));
        Report("agent-old", nodeContainer: false);

        Look("agent-old").SilentSince.ShouldBe(_time.GetUtcNow());
    }
}
