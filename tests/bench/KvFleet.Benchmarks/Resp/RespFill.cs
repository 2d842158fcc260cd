using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace KvFleet.Benchmarks.Resp;

/// <summary>Stores the values that redis-benchmark will ask for, and checks what is there.</summary>
internal static class RespFill
{
    private const int Checked = 64;

    /// <summary>Stores a value under every key that redis-benchmark may choose.</summary>
    public static void Fill(string path, int keys, int bytes)
    {
        using var socket = Connect(path);
        var value = Value(bytes);
        var reply = new byte[5];
        for (var key = 0; key < keys; key++)
        {
            Send(socket, Ascii($"*3\r\n$3\r\nSET\r\n$16\r\nkey:{key:D12}\r\n${bytes}\r\n"));
            Send(socket, value);
            Send(socket, "\r\n"u8);
            Receive(socket, reply);
            if (!reply.AsSpan().SequenceEqual("+OK\r\n"u8))
                throw new InvalidOperationException($"SET was answered {Encoding.Latin1.GetString(reply)}.");
        }
    }

    /// <summary>
    /// Reads some of the values of both servers, spread over all keys: each must be what was filled in, or what redis-benchmark stores, which is what redis-server has where it is not the former.
    /// </summary>
    /// <exception cref="InvalidOperationException">A byte is wrong.</exception>
    public static void Check(string redis, string own, int keys, int bytes)
    {
        var filled = Value(bytes);
        byte[]? stored = null;
        foreach (var path in new[] { redis, own })
        {
            using var socket = Connect(path);
            for (var key = 0; key < keys; key += Math.Max(1, keys / Checked))
            {
                var value = Read(socket, key, bytes);
                if (value.AsSpan().SequenceEqual(filled))
                    continue;
                if (path == redis)
                    stored ??= value;
                if (stored is null || !value.AsSpan().SequenceEqual(stored))
                    throw new InvalidOperationException($"{path}: key:{key:D12} has another value than was stored.");
            }
        }
    }

    private static byte[] Read(Socket socket, int key, int bytes)
    {
        Send(socket, Ascii($"*2\r\n$3\r\nGET\r\n$16\r\nkey:{key:D12}\r\n"));
        var header = Ascii($"${bytes}\r\n");
        var reply = new byte[header.Length + bytes + 2];
        Receive(socket, reply);
        return reply.AsSpan(0, header.Length).SequenceEqual(header) ? reply[header.Length..^2] : throw new InvalidOperationException($"key:{key:D12} has another length than was stored.");
    }

    private static byte[] Value(int bytes)
    {
        var value = new byte[bytes];
        value.AsSpan().Fill((byte)'x');
        return value;
    }

    private static Socket Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[socket.Send(bytes)..];
    }

    private static void Receive(Socket socket, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var received = socket.Receive(bytes);
            if (received == 0)
                throw new InvalidOperationException("The server closed the connection.");
            bytes = bytes[received..];
        }
    }

    private static byte[] Ascii(FormattableString text) => Encoding.Latin1.GetBytes(text.ToString(CultureInfo.InvariantCulture));
}
