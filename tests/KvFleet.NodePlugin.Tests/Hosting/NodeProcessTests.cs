using KvFleet.Native;
using KvFleet.NodePlugin.Csi.V1;
using KvFleet.NodePlugin.Tests.Csi;
using KvFleet.NodePlugin.Tests.Support;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.Volume;

namespace KvFleet.NodePlugin.Tests.Hosting;

/// <summary>Two agents on one node, restarts, and the end: the real program, real mounts.</summary>
public sealed class NodeProcessTests : IDisposable
{
    private const string Uid = "c25b75f7-c280-4786-8d31-6dd6d508b51e";
    private readonly TemporaryDirectory _kubelet = new();
    private readonly VolumeRecord _volume;

    public NodeProcessTests()
    {
        Directory.CreateDirectory(_kubelet.At("pods", Uid, "kv"));
        _volume = new VolumeRecord("csi-1", _kubelet.At("pods", Uid, "kv", "mount"), "tenant", "vllm-0", Uid, "default", "llama", VolumeRole.Engine, ReadOnly: true);
    }

    private string Socket => Path.Combine(_volume.TargetPath, "kvfleet.sock");

    [Fact]
    public async Task A_second_agent_waits_says_for_whom_and_takes_over_when_the_first_is_killed()
    {
        Privilege.RequireMounting();
        using var first = new NodeProcess(_kubelet.Path, "agent-1");
        await first.WaitForHealthAsync("[+]Sockets");
        await PublishAsync();

        using var second = new NodeProcess(_kubelet.Path, "agent-2");
        var waiting = await second.WaitForHealthAsync("another agent holds");
        waiting.ShouldContain("pod agent-1 uid uid-agent-1");
        waiting.ShouldContain("[-]Sockets");
        (await second.GetAsync("livez")).ShouldBe("ok\n");
        var before = FileFacts.Of(Socket).Inode;

        first.Kill();
        await second.WaitForHealthAsync("[+]Sockets");

        FileFacts.Of(Socket).Inode.ShouldNotBe(before, "the second agent listens anew in the same volume");
        using var client = UnixSocket.Connect(Socket);
        (await second.GetAsync("metrics")).ShouldContain("kvfleet_node_volumes 1");
        await UnpublishAsync();
        Directory.Exists(_volume.TargetPath).ShouldBeFalse();
    }

    [Fact]
    public async Task An_orderly_end_keeps_what_pods_use_and_the_next_start_takes_it_up()
    {
        Privilege.RequireMounting();
        using (var first = new NodeProcess(_kubelet.Path, "agent-1"))
        {
            await first.WaitForHealthAsync("[+]Sockets");
            await PublishAsync();
            (await first.TerminateAsync()).ShouldBe(0, first.Log);
            first.Log.ShouldContain("Stopping; volumes and their sockets stay");
        }

        File.Exists(_kubelet.At("plugins", "kvfleet.io", "csi.sock")).ShouldBeFalse();
        MountTable.Find(_volume.TargetPath).ShouldNotBeNull();
        Should.Throw<NativeException>(() => UnixSocket.Connect(Socket)).ErrorName.ShouldBe("ECONNREFUSED");

        using var second = new NodeProcess(_kubelet.Path, "agent-2");
        await second.WaitForHealthAsync("[+]Sockets");
        using var client = UnixSocket.Connect(Socket);
        second.Log.ShouldContain("Serving 1 volumes that were published before this start; forgot 0");
    }

    [Fact]
    public async Task Without_the_kubelets_directory_it_stays_says_why_and_ends_when_told()
    {
        using var process = new NodeProcess("/nowhere/kubelet", "agent-1");

        (await process.WaitForHealthAsync("[-]Sockets: /nowhere")).ShouldContain("mountPropagation Bidirectional");

        (await process.TerminateAsync()).ShouldBe(0, process.Log);
    }

    public void Dispose()
    {
        while (Mount.Unmount(_volume.TargetPath, detach: true))
        {
            // However many there are.
        }

        _kubelet.Dispose();
    }

    private async Task PublishAsync()
    {
        using var kubelet = new GrpcClient(_kubelet.At("plugins", "kvfleet.io", "csi.sock"));
        await kubelet.CallAsync<NodePublishVolumeResponse>("csi.v1.Node/NodePublishVolume", PublishRequests.For(_volume));
    }

    private async Task UnpublishAsync()
    {
        using var kubelet = new GrpcClient(_kubelet.At("plugins", "kvfleet.io", "csi.sock"));
        await kubelet.CallAsync<NodeUnpublishVolumeResponse>("csi.v1.Node/NodeUnpublishVolume", PublishRequests.Undo(_volume));
    }
}
