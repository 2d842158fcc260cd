using System.Collections.Concurrent;
using KvFleet.Native;

namespace KvFleet.Resp.Tests.Harness;

/// <summary>A pool in memory, served on a Unix socket.</summary>
internal sealed class RespFixture : IDisposable
{
    public const int Stride = 64 * 1024;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kvfleet-resp-");
    private readonly RespServer _server;
    private readonly RespListener _listener;
    private readonly ConcurrentQueue<Exception> _failures = new();

    public RespFixture(int rows = 128, TimeProvider? time = null, string? password = null, int connections = 2048, int threads = 1, int? entries = null)
    {
        time ??= TimeProvider.System;
        Pool = new PoolMemory(rows, Stride, time, entries);
        Endpoint = new RespEndpoint("llama", () => IsReady ? Pool.Store : null, password) { MaxConnections = connections, Version = "1.2.3" };
        _server = new RespServer(time, _failures.Enqueue, threads);
        _listener = _server.Listen(StreamSocket.Listen(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite), Endpoint);
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "resp.sock");

    public PoolMemory Pool { get; }

    public RespEndpoint Endpoint { get; }

    public RespServer Server => _server;

    public RespListener Listener => _listener;

    public bool IsReady { get; set; } = true;

    public RespClient Connect() => new(Path);

    /// <summary>Waits until something holds: what a server does after a client went away has no reply.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            tries.ShouldBeLessThan(2000, "it does not come to hold");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends the server; what nobody expected fails the test.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        _server.Dispose();
        var holds = Pool.Store.Statistics.Holds;
        Pool.Dispose();
        _folder.Delete(recursive: true);
        _failures.ShouldBeEmpty();
        holds.ShouldBe(0, "leases or slots were left behind");
        Endpoint.Connections.ShouldBe(0);
        Endpoint.Budget.Used.ShouldBe(0);
    }
}
