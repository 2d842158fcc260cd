using System.Diagnostics;
using KvFleet.Native;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Mappers;
using KvFleet.NodePlugin.Tests.Memory;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.NodePlugin.Tests.Mappers;

public sealed class MapperScannerTests : IDisposable
{
    private const string Uid = "c25b75f7-c280-4786-8d31-6dd6d508b51e";
    private readonly NodeMetrics _metrics = new();
    private readonly RecordedProc _proc = new();

    [Fact]
    public void Processes_that_map_an_extent_are_named_with_their_pod()
    {
        _proc.Add(10, "vllm", $"0::/kubepods/pod{Uid}/x", 100, 101, 100)
            .Add(11, "bash", "0::/system.slice/sshd.service", 101)
            .Add(12, "other", $"0::/kubepods/pod{Uid}/y", 999);
        File.WriteAllText(_proc.At("uptime"), "not a process");

        var answer = Scan([new ExtentIdentity("e-0", 100, 1), new ExtentIdentity("e-1", 101, 1), new ExtentIdentity("e-2", 102, 1)]);

        answer.IsComplete.ShouldBeTrue();
        answer.Processes.OrderBy(mapper => mapper.Pid).ThenBy(mapper => mapper.ExtentId, StringComparer.Ordinal).ShouldBe(
        [
            new Mapper("e-0", 10, "vllm", Uid, Mapped: true, Descriptor: false),
            new Mapper("e-1", 10, "vllm", Uid, Mapped: true, Descriptor: false),
            new Mapper("e-1", 11, "bash", null, Mapped: true, Descriptor: false),
        ]);
    }

    [Fact]
    public void A_process_beside_us_in_a_cgroup_namespace_is_of_our_own_pod()
    {
        _proc.Add(10, "kvfleet-serve", "0::/../cri-containerd-abc.scope", 100);

        Scan([new ExtentIdentity("e-0", 100, 1)]).Processes.Single().PodUid.ShouldBe("own-pod");
    }

    [Fact]
    public void A_process_of_a_pod_that_cannot_be_examined_makes_the_answer_incomplete()
    {
        _proc.Add(10, "vllm", $"0::/kubepods/pod{Uid}/x", 100);
        File.Delete(_proc.At("10", "maps"));

        Scan([new ExtentIdentity("e-0", 100, 1)]).IsComplete.ShouldBeFalse();
    }

    [Fact]
    public void A_process_outside_pods_that_cannot_be_examined_holds_no_extent()
    {
        _proc.Add(1, "init", "0::/init.scope", 100);
        File.Delete(_proc.At("1", "maps"));

        Scan([new ExtentIdentity("e-0", 100, 1)]).IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void A_process_of_which_nothing_can_be_read_makes_the_answer_incomplete()
    {
        _proc.Add(10, "vllm", "0::/", 100);
        File.Delete(_proc.At("10", "maps"));
        File.Delete(_proc.At("10", "cgroup"));

        Scan([new ExtentIdentity("e-0", 100, 1)]).IsComplete.ShouldBeFalse();
    }

    [Fact]
    public void More_mappers_than_fit_make_the_answer_incomplete()
    {
        for (var pid = 1; pid <= ProtocolLimits.MaxListEntries + 5; pid++)
            _proc.Add(pid, "vllm", "0::/", 100);

        var answer = Scan([new ExtentIdentity("e-0", 100, 1)]);

        (answer.Processes.Count, answer.IsComplete).ShouldBe((ProtocolLimits.MaxListEntries, false));
    }

    [Fact]
    public void Without_the_hosts_proc_the_answer_is_an_error_with_the_remedy() =>
        Scanner("/nowhere").Scan(new FindMappers(7, [])).ShouldBeOfType<NodeError>().Message.ShouldContain("Mount the host's /proc at /nowhere");

    [Fact]
    public void On_the_live_system_our_own_mapping_and_descriptor_are_found()
    {
        using var file = Extents.Sealed();
        var identity = Identity(file);
        using (SharedMapping.Map(file, 0, Extents.Bytes))
            Own(ScanLive(identity)).ShouldBe((true, true));
        Own(ScanLive(identity)).ShouldBe((false, true));
    }

    [Fact]
    public async Task On_the_live_system_another_process_that_maps_is_found_and_gone_when_it_ends()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "python3 plays the other process; it is not installed.");
        using var file = Extents.Sealed();
        var script = $"import mmap,os,sys; f=os.open('/proc/{Environment.ProcessId}/fd/{file.DangerousGetHandle()}',os.O_RDWR); m=mmap.mmap(f,4096); os.close(f); print('up',flush=True); sys.stdin.read()";
        using var other = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        (await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("up");

        // Python keeps a descriptor of its own for a mapping.
        ScanLive(Identity(file)).Processes.ShouldContain(mapper => mapper.Pid == other.Id && mapper.Mapped && mapper.Descriptor && mapper.Command == "python3");
        other.StandardInput.Close();
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        ScanLive(Identity(file)).Processes.ShouldNotContain(mapper => mapper.Pid == other.Id);
    }

    public void Dispose()
    {
        _proc.Dispose();
        _metrics.Dispose();
    }

    private static ExtentIdentity Identity(MemoryFile file)
    {
        var facts = file.GetFacts();
        return new ExtentIdentity("e-0", facts.Inode, facts.Device);
    }

    private static (bool Mapped, bool Descriptor) Own(Protocol.NodeChannel.Mappers answer)
    {
        var own = answer.Processes.Single(mapper => mapper.Pid == Environment.ProcessId);
        return (own.Mapped, own.Descriptor);
    }

    private Protocol.NodeChannel.Mappers ScanLive(ExtentIdentity identity) =>
        Scanner("/proc").Scan(new FindMappers(1, [identity])).ShouldBeOfType<Protocol.NodeChannel.Mappers>();

    private Protocol.NodeChannel.Mappers Scan(ExtentIdentity[] extents) =>
        Scanner(_proc.Path).Scan(new FindMappers(1, extents)).ShouldBeOfType<Protocol.NodeChannel.Mappers>();

    private MapperScanner Scanner(string directory) => new(
        new NodeOptions { ProcDirectory = directory, PodUid = "own-pod" }, _metrics, new FakeTimeProvider(), NullLogger<MapperScanner>.Instance);
}
