using System.Text;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Fuzz.Targets;

/// <summary>Packets of the volume socket, which any tenant can send.</summary>
internal sealed class VolumeMessageTarget : IFuzzTarget
{
    public string Name => "volume-message";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            """{"type":"hello","protocol":1,"client":"engine/1"}""",
            """{"type":"holding","extents":[{"id":"u-0","bytes":1073741824,"hugePageBytes":0,"populatedBytes":0}]}""",
            """{"type":"allocated","extents":[{"id":"u-0","bytes":4096,"hugePageBytes":2097152,"numaNode":1,"populatedBytes":0}]}""",
            """{"type":"failed","operation":"populate","id":"u-0","errno":12,"message":"no memory"}""",
            """{"type":"progress","id":"u-0","populatedBytes":4096}""",
            """{"type":"populated","ids":["u-0","u-1"]}""",
            """{"type":"released","ids":[]}""",
            """{"type":"unmapped","ids":["u-0"]}""",
            """{"type":"map"}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>Through a real socket, as it arrives: a message, or the protocol's own exception.</summary>
    public async Task FeedAsync(byte[] input)
    {
        var (sender, receiver) = UnixSocket.CreatePair();
        using var socket = MessageSocket.Wrap(receiver, VolumeJson.Default.VolumeMessage);
        using (sender)
        {
            SocketDescriptors.TrySend(sender, input.Length == 0 ? " "u8 : input, []);
            try
            {
                using var message = await socket.ReceiveAsync();
            }
            catch (ProtocolException)
            {
            }
        }
    }
}
