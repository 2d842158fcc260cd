using System.Text.Json.Serialization.Metadata;
using KvFleet.Native;

namespace KvFleet.Protocol;

/// <summary>Ways to come by a <see cref="MessageSocket{TMessage}"/>.</summary>
public static class MessageSocket
{
    /// <summary>Connects to a listening socket file. Connecting to a Unix socket never waits.</summary>
    /// <typeparam name="TMessage">The family of messages.</typeparam>
    /// <param name="path">The socket file.</param>
    /// <param name="format">The family's JSON, for example <c>VolumeJson.Default.VolumeMessage</c>.</param>
    /// <exception cref="NativeException">ENOENT, ECONNREFUSED: nobody listens; EAGAIN: its queue is full; others.</exception>
    public static MessageSocket<TMessage> Connect<TMessage>(string path, JsonTypeInfo<TMessage> format)
        where TMessage : ProtocolMessage => new(UnixSocket.Connect(path), format);

    /// <summary>Wraps a connected socket, which then belongs to the answer.</summary>
    /// <typeparam name="TMessage">The family of messages.</typeparam>
    /// <param name="socket">Closed also when this fails.</param>
    /// <param name="format">The family's JSON.</param>
    public static MessageSocket<TMessage> Wrap<TMessage>(UnixSocket socket, JsonTypeInfo<TMessage> format)
        where TMessage : ProtocolMessage => new(socket, format);

    /// <summary>Makes two sockets connected to each other, for tests and for one-process mode.</summary>
    /// <typeparam name="TMessage">The family of messages.</typeparam>
    /// <param name="format">The family's JSON.</param>
    public static (MessageSocket<TMessage> First, MessageSocket<TMessage> Second) CreatePair<TMessage>(JsonTypeInfo<TMessage> format)
        where TMessage : ProtocolMessage
    {
        var (first, second) = UnixSocket.CreatePair();
        return (new MessageSocket<TMessage>(first, format), new MessageSocket<TMessage>(second, format));
    }
}
