using System.Net.Sockets;
using System.Text;
using KvFleet.Native;
using KvFleet.Resp;
using KvFleet.Resp.Tests.Harness;

namespace KvFleet.Fuzz.Targets;

/// <summary>
/// A client of the Redis protocol, against a real server with a pool in memory: the same bytes in one piece and in pieces of seven get the same replies, the server fails nowhere, and no lease or slot stays behind.
/// </summary>
internal sealed class RespTarget : IFuzzTarget, IDisposable
{
    private const int Rows = 16;
    private const int Stride = 64 * 1024;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kvfleet-fuzz-");
    private readonly PoolMemory _pool = new(Rows, Stride, TimeProvider.System);
    private readonly RespServer _server;
    private readonly RespListener _listener;
    private readonly RespEndpoint _endpoint;
    private Exception? _failure;

    public RespTarget()
    {
        _endpoint = new RespEndpoint("fuzz", () => _pool.Store);
        _server = new RespServer(TimeProvider.System, failure => _failure = failure, threads: 1);
        _listener = _server.Listen(StreamSocket.Listen(SocketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite), _endpoint);
    }

    public string Name => "resp";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nvalue\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n",
            "*5\r\n$4\r\nMSET\r\n$1\r\na\r\n$1\r\n1\r\n$0\r\n\r\n$0\r\n\r\n*4\r\n$4\r\nMGET\r\n$1\r\na\r\n$0\r\n\r\n$1\r\nb\r\n",
            "HELLO 3\r\nSET \"a b\" 'c' NX GET\r\nGETRANGE \"a b\" 0 -1\r\nSCAN 0 MATCH a* COUNT 7\r\nDEL a b \"a b\"\r\n",
            "*6\r\n$3\r\nset\r\n$1\r\nk\r\n$3\r\nabc\r\n$2\r\nPX\r\n$9\r\n100000000\r\n$2\r\nXX\r\n*1\r\n$4\r\nPING\r\n",
            "CONFIG GET *\r\nCLIENT SETNAME x\r\nCOMMAND INFO get\r\nFLUSHDB\r\nQUIT\r\n",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    private string SocketPath => Path.Combine(_folder.FullName, "resp.sock");

    public async Task FeedAsync(byte[] input)
    {
        // What depends on the time or on the connection's number is left out.
        var text = Encoding.Latin1.GetString(input).ToUpperInvariant();
        var comparable = !new[] { "TTL", "INFO", "CLIENT", "HELLO", "TIME", "EX", "PX", "SCAN", "MEMORY" }.Any(word => text.Contains(word, StringComparison.Ordinal));
        var whole = await TalkAsync(input, input.Length);
        var cut = await TalkAsync(input, 7);
        if (comparable && !whole.AsSpan().SequenceEqual(cut))
            throw new FindingException($"one piece: {Encoding.Latin1.GetString(whole)}; pieces of seven: {Encoding.Latin1.GetString(cut)}");
        if (_failure is { } failure)
            throw new FindingException(failure.ToString());
        for (var tries = 0; _endpoint.Connections > 0; tries++)
        {
            if (tries > 1000)
                throw new FindingException("a connection stays open");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        if (_pool.Store.Statistics.Holds != 0)
            throw new FindingException("a lease or slot stayed behind");
    }

    public void Dispose()
    {
        _listener.Dispose();
        _server.Dispose();
        _pool.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<byte[]> TalkAsync(byte[] input, int piece)
    {
        _pool.Store.Clear();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        var replies = new List<byte>();
        var reading = ReadAsync(socket, replies);
        try
        {
            for (var at = 0; at < input.Length; at += piece)
                await socket.SendAsync(input.AsMemory(at, Math.Min(piece, input.Length - at)));
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server has heard enough.
        }

        await reading;
        return [.. replies];
    }

    private static async Task ReadAsync(Socket socket, List<byte> replies)
    {
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer) is var received and > 0)
                replies.AddRange(buffer.AsSpan(0, received));
        }
        catch (SocketException)
        {
            // Cut off with bytes unread, which looks like a reset.
        }
    }
}
