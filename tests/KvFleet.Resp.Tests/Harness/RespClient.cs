using System.Net.Sockets;
using System.Text;

namespace KvFleet.Resp.Tests.Harness;

/// <summary>A client that sends bytes and holds what comes back against what should.</summary>
internal sealed class RespClient : IDisposable
{
    private const int PatienceMilliseconds = 20_000;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = PatienceMilliseconds, SendTimeout = PatienceMilliseconds };

    public RespClient(string path) => _socket.Connect(new UnixDomainSocketEndPoint(path));

    public Socket Socket => _socket;

    /// <summary>Sends a command and expects exactly this reply.</summary>
    public void Ask(string reply, params string[] arguments) => Ask(Encoding.Latin1.GetBytes(reply), Requests.Of(arguments));

    public void Ask(byte[] reply, byte[] request)
    {
        Send(request);
        Expect(reply);
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[_socket.Send(bytes)..];
    }

    public void Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public void Expect(string reply) => Expect(Encoding.Latin1.GetBytes(reply));

    public void Expect(byte[] reply)
    {
        var actual = Receive(reply.Length);
        if (reply.Length <= 4096)
            Encoding.Latin1.GetString(actual).ShouldBe(Encoding.Latin1.GetString(reply));
        else
            actual.AsSpan().SequenceEqual(reply).ShouldBeTrue();
    }

    /// <summary>Reads so many bytes, or less at the end of the connection.</summary>
    public byte[] Receive(int count)
    {
        var bytes = new byte[count];
        var done = 0;
        while (done < count && _socket.Receive(bytes.AsSpan(done)) is var received and > 0)
            done += received;
        return bytes[..done];
    }

    /// <summary>Reads one line.</summary>
    public string Line()
    {
        var text = new StringBuilder();
        while (Receive(1) is [var next])
        {
            text.Append((char)next);
            if (next == '\n')
                break;
        }

        return text.ToString();
    }

    /// <summary>Expects an error with this beginning.</summary>
    public void ExpectError(string beginning) => Line().ShouldStartWith($"-{beginning}");

    /// <summary>Expects that the server closes.</summary>
    public void ExpectEnd()
    {
        try
        {
            Receive(1).ShouldBeEmpty();
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // It had sent more than the server wanted to read.
        }
    }

    public void Dispose() => _socket.Dispose();
}
