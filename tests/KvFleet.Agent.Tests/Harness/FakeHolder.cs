using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Tests.Harness;

/// <summary>Somebody under a holder's name who says what the test makes it say.</summary>
internal sealed class FakeHolder : IAsyncDisposable
{
    private readonly MessageSocket<VolumeMessage> _socket;
    private readonly List<Descriptor> _files = [];
    private Task _reading = Task.CompletedTask;

    private FakeHolder(MessageSocket<VolumeMessage> socket) => _socket = socket;

    public ConcurrentQueue<VolumeMessage> Received { get; } = new();

    public static async Task<FakeHolder> ConnectAsync(AgentHarness agent, string name, bool welcome = true)
    {
        var path = agent.Node.Publish(name, VolumeRole.Holder);
        await agent.VolumeServedAsync(name);
        var holder = new FakeHolder(MessageSocket.Connect(path, VolumeJson.Default.VolumeMessage));
        await holder.SayAsync(new Hello(ProtocolLimits.Version, "fake"));
        holder._reading = holder.ReadAsync();
        if (!welcome)
            return holder;
        await holder.ExpectAsync<Welcome>();
        await holder.SayAsync(new Holding([]));
        return holder;
    }

    public static MemoryFile Create(long bytes, Seals seals)
    {
        var file = MemoryFile.Create("fake", bytes);
        if (seals != Seals.None)
            file.AddSeals(seals);
        return file;
    }

    public static Descriptor Disk()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, new byte[AgentHarness.Size]);
        var descriptor = Open(path);
        File.Delete(path);
        return descriptor;
    }

    public static Descriptor Copy(MemoryFile file) => Open($"/proc/self/fd/{file.DangerousGetHandle()}");

    public ValueTask SayAsync(VolumeMessage message, params SafeHandle[] files) => _socket.SendAsync(message, files);

    public async Task<T> ExpectAsync<T>()
        where T : VolumeMessage
    {
        await Eventually.TrueAsync(() => Received.OfType<T>().Any(), $"{typeof(T).Name} received");
        return Received.OfType<T>().Last();
    }

    public Task<Refused> RefusalAsync() => ExpectAsync<Refused>();

    public async Task AnswerAllocateAsync(Func<ExtentRequest, Descriptor> make, string? id = null)
    {
        var asked = (await ExpectAsync<Allocate>()).Extents;
        var files = asked.Select(make).ToArray();
        _files.AddRange(files);
        await SayAsync(new Allocated([.. asked.Select(e => new HeldExtent(id ?? e.Id, e.Bytes, e.HugePageBytes, e.NumaNode))]), files);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
        _files.ForEach(file => file.Dispose());
    }

    private static Descriptor Open(string path)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var descriptor = new Descriptor(handle.DangerousGetHandle());
        handle.SetHandleAsInvalid();
        return descriptor;
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _socket.ReceiveAsync() is { } received)
            {
                using (received)
                    Received.Enqueue(received.Message);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException)
        {
            // Closed by one side or the other.
        }
    }
}
