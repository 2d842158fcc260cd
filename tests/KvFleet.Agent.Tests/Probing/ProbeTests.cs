using KvFleet.Agent.Disks;
using KvFleet.Agent.Probing;
using KvFleet.Api;
using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Agent.Tests.Probing;

/// <summary>What is measured, when, and what stays behind.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kvfleet-probe-");
    private readonly TimeProvider _time = TimeProvider.System;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_disk_is_measured_in_both_directions_and_nothing_stays_behind()
    {
        var found = new DiskProbe(_time).Measure(_folder.FullName, TestContext.Current.CancellationToken);

        found.Select(figure => (figure.Tier, figure.Direction)).ShouldBe([(StorageTier.LocalDisk, TransferDirection.Read), (StorageTier.LocalDisk, TransferDirection.Write)]);
        found.ShouldAllBe(figure => figure.BytesPerSecond > 0 && figure.Spread >= 0);
        _folder.EnumerateFileSystemInfos().ShouldBeEmpty();
    }

    [Fact]
    public void Memory_is_measured()
    {
        var figure = MemoryProbe.Measure(_time, TestContext.Current.CancellationToken)!;

        (figure.Tier, figure.Direction).ShouldBe((StorageTier.HostMemory, TransferDirection.Copy));
        figure.BytesPerSecond.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_middle_of_the_passes_counts_and_their_spread_is_told()
    {
        var samples = new RateSamples();
        foreach (var milliseconds in new[] { 100, 50, 200, 100, 100 })
            samples.Add(1_000_000, TimeSpan.FromMilliseconds(milliseconds));

        var figure = samples.Summarize(StorageTier.LocalDisk, TransferDirection.Read, default)!;

        (figure.BytesPerSecond, figure.Spread).ShouldBe((10_000_000, 1.5));
        new RateSamples().Summarize(StorageTier.LocalDisk, TransferDirection.Read, default).ShouldBeNull();
    }

    [Theory]
    [InlineData("some avg10=35.20 avg60=1.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n", true)]
    [InlineData("some avg10=1.20 avg60=50.00 avg300=0.00 total=1\n", false)]
    [InlineData("nonsense", false)]
    [InlineData(null, false)]
    public void A_machine_whose_tasks_wait_for_disks_is_busy(string? text, bool busy)
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "proc/pressure"));
        if (text is not null)
            File.WriteAllText(Path.Combine(_folder.FullName, "proc/pressure/io"), text);

        new Pressure(_folder.FullName).IsBusy.ShouldBe(busy);
    }

    [Fact]
    public async Task It_measures_at_start_and_again_on_request()
    {
        var disk = Directory.CreateDirectory(Path.Combine(_folder.FullName, "disk")).FullName;
        using var told = new SemaphoreSlim(0);
        var found = new List<Measurements>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var prober = new BandwidthProber(new DiskPlaces(disk, "", static _ => null), new PciBus(_folder.FullName), new Pressure(_folder.FullName), Take, _time, NullLogger<BandwidthProber>.Instance);
        var running = prober.RunAsync(stop.Token);

        await Next();
        found[0].Bandwidth.ShouldBeEmpty();
        await Next();
        found[1].Bandwidth.Select(figure => figure.Tier).ShouldBe([StorageTier.HostMemory, StorageTier.LocalDisk, StorageTier.LocalDisk]);
        var requests = new MeasureRequests(prober.Request);
        requests.OnUpdated(Node("a"), Node("a"));
        requests.OnUpdated(Node("a"), Node("b"));
        await Next();
        found[2].Bandwidth[0].MeasuredAt.ShouldBeGreaterThan(found[1].Bandwidth[0].MeasuredAt);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);

        async Task Next() => (await told.WaitAsync(TimeSpan.FromSeconds(60), stop.Token)).ShouldBeTrue();

        void Take(Measurements measurements)
        {
            found.Add(measurements);
            told.Release();
        }
    }

    private static V1Alpha1KVCacheNode Node(string wanted) => new()
    {
        Metadata = new V1ObjectMeta { Name = "n", Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [WellKnownAnnotations.Measure] = wanted } },
    };
}
