using System.Text.Json;
using KvFleet.Native;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Protocol.Volume;

namespace KvFleet.Protocol.Tests;

/// <summary>Every message survives the wire, with the type names that the contract fixes.</summary>
public sealed class RoundTripTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<VolumeMessage, string> VolumeMessages => new()
    {
        { new Hello(1, "kvfleet-hold 0.1.0"), """{"type":"hello","protocol":1,"client":"kvfleet-hold 0.1.0"}""" },
        { new Welcome(1, VolumeRole.Holder, "ns/pool", 4096), """{"type":"welcome","protocol":1,"role":"holder","pool":"ns/pool","rowStrideBytes":4096}""" },
        { new Refused(RefusalReasons.UnsealedExtent, "no"), """{"type":"refused","reason":"UnsealedExtent","message":"no"}""" },
        { new Holding([]), """{"type":"holding","extents":[],"isLast":true}""" },
        { new Allocate([new ExtentRequest("a-0", 4096, 0, 1)]), """{"type":"allocate","extents":[{"id":"a-0","bytes":4096,"hugePageBytes":0,"numaNode":1}]}""" },
        { new Populate(["a-0"], 4), """{"type":"populate","ids":["a-0"],"threads":4}""" },
        { new Progress("a-0", 5), """{"type":"progress","id":"a-0","populatedBytes":5}""" },
        { new Populated(["a-0"]), """{"type":"populated","ids":["a-0"]}""" },
        { new Failed(HolderOperation.Populate, ["a-0"], 12, "m"), """{"type":"failed","operation":"populate","ids":["a-0"],"errno":12,"message":"m"}""" },
        { new Release(["a-0"]), """{"type":"release","ids":["a-0"]}""" },
        { new Released(["a-0"]), """{"type":"released","ids":["a-0"]}""" },
        { new Map(), """{"type":"map"}""" },
        { new Revoke(["a-0"], 60), """{"type":"revoke","ids":["a-0"],"deadlineSeconds":60}""" },
        { new Unmapped(["a-0"]), """{"type":"unmapped","ids":["a-0"]}""" },
    };

    public static TheoryData<NodeMessage, string> NodeMessages => new()
    {
        { new VolumeUnpublished("v"), """{"type":"volumeUnpublished","volumeId":"v"}""" },
        { new Synced(), """{"type":"synced"}""" },
        { new LockExtent(1, "a-0"), """{"type":"lock","extentId":"a-0","id":1}""" },
        { new UnlockExtent(2, "a-0"), """{"type":"unlock","extentId":"a-0","id":2}""" },
        { new Retain(3, ["a-0"]), """{"type":"retain","extentIds":["a-0"],"id":3}""" },
        { new SetVolumeStatus(4, "v", true, "Ready", ""), """{"type":"volumeStatus","volumeId":"v","available":true,"reason":"Ready","message":"","id":4}""" },
        { new WantShared(11, true, false, [new WantedFilesystem("f", true, "kvfleet", 0, 85, 70, null, 7)], [new WantedPool("u", "ns", "p", "f", "d/e", "m", "v", 1, null, 2)]), """{"type":"wantShared","first":true,"last":false,"filesystems":[{"name":"f","byKubelet":true,"directory":"kvfleet","userId":0,"highPercent":85,"lowPercent":70,"groupId":7,"recordsAccesses":false}],"pools":[{"uid":"u","namespace":"ns","name":"p","filesystem":"f","directory":"d/e","model":"m","variant":"v","quotaBytes":1,"minAgeSeconds":2}],"id":11}""" },
        { new FilesystemState("f", false, "NotMounted", 3, 2, [new SharedPoolState("u", 1)]), """{"type":"filesystemState","name":"f","ready":false,"reason":"NotMounted","totalBytes":3,"availableBytes":2,"pools":[{"uid":"u","volumes":1}]}""" },
        { new FindMappers(5, [new ExtentIdentity("a-0", 7, 8)]), """{"type":"findMappers","extents":[{"extentId":"a-0","inode":7,"device":8}],"id":5}""" },
        { new Done(6), """{"type":"ok","id":6}""" },
        { new Done(7, 2), """{"type":"ok","dropped":2,"id":7}""" },
        { new NodeError(8, 12, "mlock", "m"), """{"type":"error","errno":12,"call":"mlock","message":"m","id":8}""" },
        { new Locked(9, 4096), """{"type":"locked","bytes":4096,"id":9}""" },
        { new Mappers(10, [new Mapper("a-0", 1, "python3", "u", true, false)]), """{"type":"mappers","mappers":[{"extentId":"a-0","pid":1,"command":"python3","podUid":"u","mapped":true,"descriptor":false}],"isComplete":true,"id":10}""" },
    };

    [Theory]
    [MemberData(nameof(VolumeMessages))]
    public async Task Volume_messages_have_their_wire_form_and_survive_it(VolumeMessage message, string json)
    {
        JsonSerializer.Serialize(message, VolumeJson.Default.VolumeMessage).ShouldBe(json);
        var (first, second) = MessageSocket.CreatePair(VolumeJson.Default.VolumeMessage);
        using (first)
        using (second)
        {
            await first.SendAsync(message, cancellationToken: Token);
            using var received = await second.ReceiveAsync(Token);
            JsonSerializer.Serialize(received.ShouldNotBeNull().Message, VolumeJson.Default.VolumeMessage).ShouldBe(json);
        }
    }

    [Theory]
    [MemberData(nameof(NodeMessages))]
    public async Task Node_messages_have_their_wire_form_and_survive_it(NodeMessage message, string json)
    {
        JsonSerializer.Serialize(message, NodeJson.Default.NodeMessage).ShouldBe(json);
        var (first, second) = MessageSocket.CreatePair(NodeJson.Default.NodeMessage);
        using (first)
        using (second)
        {
            await first.SendAsync(message, cancellationToken: Token);
            using var received = await second.ReceiveAsync(Token);
            JsonSerializer.Serialize(received.ShouldNotBeNull().Message, NodeJson.Default.NodeMessage).ShouldBe(json);
        }
    }

    [Fact]
    public async Task Extents_for_an_engine_come_with_one_descriptor_each()
    {
        using var file = MemoryFile.Create("extent", 4096);
        var (first, second) = MessageSocket.CreatePair(VolumeJson.Default.VolumeMessage);
        using (first)
        using (second)
        {
            var sent = new MappableExtents(3, 512, [new MappableExtent("a-0", 0, 4096, 0), new MappableExtent("a-1", 1, 4096, 4096)]);
            JsonSerializer.Serialize<VolumeMessage>(sent, VolumeJson.Default.VolumeMessage).ShouldStartWith("""{"type":"extents","generation":3,"rowStrideBytes":512,"extents":[{"id":"a-0","index":0,"bytes":4096,"offset":0},""");
            await first.SendAsync(sent, [file, file], Token);
            using var received = (await second.ReceiveAsync(Token)).ShouldNotBeNull();
            received.Message.ShouldBeOfType<MappableExtents>().Extents.ShouldBe(sent.Extents);
            received.DescriptorCount.ShouldBe(2);
        }
    }

    [Fact]
    public async Task A_prepare_request_carries_the_extent_itself()
    {
        using var file = MemoryFile.Create("extent", 4096);
        var (first, second) = MessageSocket.CreatePair(NodeJson.Default.NodeMessage);
        using (first)
        using (second)
        {
            var prepare = new Prepare(1, "a-0", "v", 4096, 0, NumaMode.Interleave, [0, 1]);
            await first.SendAsync(prepare, [file], Token);
            using var received = (await second.ReceiveAsync(Token)).ShouldNotBeNull();
            var answer = received.Message.ShouldBeOfType<Prepare>();
            answer.NumaPolicy.ShouldBe(NumaMode.Interleave);
            answer.NumaNodes.ShouldBe([0, 1]);
            using var copy = MemoryFile.Adopt(received.Take(0));
            copy.GetFacts().Inode.ShouldBe(file.GetFacts().Inode);
        }
    }
}
