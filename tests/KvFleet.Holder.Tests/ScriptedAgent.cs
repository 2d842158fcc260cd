using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Holder.Tests;

/// <summary>The agent's end of one holder connection, played by a test line by line.</summary>
internal sealed class ScriptedAgent(MessageSocket<VolumeMessage> socket) : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal MessageSocket<VolumeMessage> Socket => socket;

    /// <summary>Hears hello, says welcome, hears what is held.</summary>
    internal async Task<List<(HeldExtent Extent, MemoryFile File)>> WelcomeAsync()
    {
        (await ReceiveAsync<Hello>()).Protocol.ShouldBe(ProtocolLimits.Version);
        await SendAsync(new Welcome(ProtocolLimits.Version, VolumeRole.Holder, "team/pool", 0));
        List<(HeldExtent, MemoryFile)> all = [];
        while (true)
        {
            using var received = (await socket.ReceiveAsync(Token)).ShouldNotBeNull();
            var holding = received.Message.ShouldBeOfType<Holding>();
            all.AddRange(holding.Extents.Select((extent, index) => (extent, MemoryFile.Adopt(received.Take(index)))));
            if (holding.IsLast)
                return all;
        }
    }

    internal async Task<List<MemoryFile>> AllocateAsync(params ExtentRequest[] requests)
    {
        await SendAsync(new Allocate(requests));
        using var received = (await socket.ReceiveAsync(Token)).ShouldNotBeNull();
        var allocated = received.Message.ShouldBeOfType<Allocated>();
        allocated.Extents.Select(extent => extent.Id).ShouldBe(requests.Select(request => request.Id));
        return [.. requests.Select((_, index) => MemoryFile.Adopt(received.Take(index)))];
    }

    internal ValueTask SendAsync(VolumeMessage message) => socket.SendAsync(message, cancellationToken: Token);

    /// <summary>The next message of this type; progress in between is passed over.</summary>
    internal async Task<T> ReceiveAsync<T>()
        where T : VolumeMessage
    {
        while (true)
        {
            using var received = await socket.ReceiveAsync(Token);
            switch (received.ShouldNotBeNull("the holder closed the connection").Message)
            {
                case T wanted:
                    return wanted;
                case Progress:
                    continue;
                case var other:
                    throw new InvalidOperationException($"Expected {typeof(T).Name}, got {other}.");
            }
        }
    }

    public void Dispose() => socket.Dispose();
}
