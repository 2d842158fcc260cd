using System.Text.Json.Serialization.Metadata;
using KvFleet.Native;

namespace KvFleet.Protocol;

/// <summary>A listening Unix seqpacket socket whose connections speak one family of messages.</summary>
/// <typeparam name="TMessage">The family of messages.</typeparam>
public sealed class MessageListener<TMessage> : IDisposable
    where TMessage : ProtocolMessage
{
    private readonly JsonTypeInfo<TMessage> _format;
    private readonly Readiness _readiness;

    /// <summary>Accepts from a socket that already listens, for example one that another process bound and passed on.</summary>
    /// <param name="socket">Belongs to this listener from now on, also when this fails.</param>
    /// <param name="format">The family's JSON.</param>
    public MessageListener(UnixSocket socket, JsonTypeInfo<TMessage> format)
    {
        Socket = socket;
        _format = format;
        try
        {
            _readiness = ReadinessLoop.Shared.Watch(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The listening socket, to be passed to another process; it stays this listener's.</summary>
    public UnixSocket Socket { get; }

    /// <summary>Waits for the next connection. One caller at a time.</summary>
    /// <exception cref="NativeException">EINVAL when the socket does not listen; EMFILE.</exception>
    /// <exception cref="ObjectDisposedException">This listener was disposed, perhaps while waiting.</exception>
    public async ValueTask<MessageSocket<TMessage>> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Socket.TryAccept() is { } connection)
                return new MessageSocket<TMessage>(connection, _format);
            await _readiness.WaitReadableAsync(cancellationToken);
        }
    }

    /// <summary>Stops listening. A socket file stays where it is: another process may hold the same socket.</summary>
    public void Dispose()
    {
        _readiness.Dispose();
        Socket.Dispose();
    }
}
