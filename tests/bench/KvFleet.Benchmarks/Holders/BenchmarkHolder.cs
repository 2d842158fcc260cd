using System.Diagnostics;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Benchmarks.Holders;

/// <summary>A real holder process, and the agent's end of its conversation.</summary>
internal sealed class BenchmarkHolder : IDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly MessageListener<VolumeMessage> _listener;
    private readonly Process _process;
    private MessageSocket<VolumeMessage>? _socket;

    /// <summary>Starts the program; <c>$0</c> of the shell command is the socket's path.</summary>
    /// <param name="command">How to start it, without the argument that names the socket.</param>
    internal BenchmarkHolder(string command)
    {
        _directory = Directory.CreateTempSubdirectory("kvfleet-bench-");
        var path = Path.Combine(_directory.FullName, "kvfleet.sock");
        _listener = MessageListener.Bind(path, UnixFileMode.UserRead | UnixFileMode.UserWrite, VolumeJson.Default.VolumeMessage);
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{command} --socket \"$0\" 2>/dev/null", path]) { UseShellExecute = false })!;
    }

    /// <summary>Its process id.</summary>
    internal int Id => _process.Id;

    /// <summary>Accepts the holder and greets it.</summary>
    internal async Task GreetAsync(CancellationToken cancellationToken)
    {
        _socket = await _listener.AcceptAsync(cancellationToken);
        await ReceiveAsync<Hello>(cancellationToken);
        await _socket.SendAsync(new Welcome(ProtocolLimits.Version, VolumeRole.Holder, "bench/pool", 0), cancellationToken: cancellationToken);
        await ReceiveAsync<Holding>(cancellationToken);
    }

    /// <summary>Has one extent made.</summary>
    internal async Task<MemoryFile> AllocateAsync(string id, long bytes, CancellationToken cancellationToken)
    {
        await _socket!.SendAsync(new Allocate([new ExtentRequest(id, bytes, 0)]), cancellationToken: cancellationToken);
        using var received = await _socket.ReceiveAsync(cancellationToken) ?? throw new IOException("The holder is gone.");
        return received.Message is Allocated ? MemoryFile.Adopt(received.Take(0)) : throw new IOException($"The holder answered {received.Message}.");
    }

    /// <summary>Has one extent populated.</summary>
    internal async Task PopulateAsync(string id, int threads, CancellationToken cancellationToken)
    {
        await _socket!.SendAsync(new Populate([id], threads), cancellationToken: cancellationToken);
        await ReceiveAsync<Populated>(cancellationToken);
    }

    /// <summary>Has one extent given back.</summary>
    internal async Task ReleaseAsync(string id, CancellationToken cancellationToken)
    {
        await _socket!.SendAsync(new Release([id]), cancellationToken: cancellationToken);
        await ReceiveAsync<Released>(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _socket?.Dispose();
        _listener.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task ReceiveAsync<T>(CancellationToken cancellationToken)
        where T : VolumeMessage
    {
        while (true)
        {
            using var received = await _socket!.ReceiveAsync(cancellationToken) ?? throw new IOException("The holder is gone.");
            if (received.Message is T)
                return;
            if (received.Message is not Progress)
                throw new IOException($"The holder answered {received.Message}.");
        }
    }
}
