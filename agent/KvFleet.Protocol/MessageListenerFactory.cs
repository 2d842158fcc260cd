using System.Text.Json.Serialization.Metadata;
using KvFleet.Native;

namespace KvFleet.Protocol;

/// <summary>Ways to come by a <see cref="MessageListener{TMessage}"/>.</summary>
public static class MessageListener
{
    /// <summary>Binds a socket file, replacing one that is there, and listens.</summary>
    /// <typeparam name="TMessage">The family of messages.</typeparam>
    /// <param name="path">The socket file; may be longer than 107 bytes.</param>
    /// <param name="mode">Its permission bits; connecting needs write permission.</param>
    /// <param name="format">The family's JSON.</param>
    /// <exception cref="NativeException">It cannot be bound.</exception>
    public static MessageListener<TMessage> Bind<TMessage>(string path, UnixFileMode mode, JsonTypeInfo<TMessage> format)
        where TMessage : ProtocolMessage => new(UnixSocket.Listen(path, mode), format);

    /// <summary>Listens on a socket that came as a descriptor.</summary>
    /// <typeparam name="TMessage">The family of messages.</typeparam>
    /// <param name="descriptor">A listening seqpacket socket; belongs to the answer, closed also when this fails.</param>
    /// <param name="format">The family's JSON.</param>
    /// <exception cref="NativeException">It is not a seqpacket socket.</exception>
    public static MessageListener<TMessage> Adopt<TMessage>(Descriptor descriptor, JsonTypeInfo<TMessage> format)
        where TMessage : ProtocolMessage => new(UnixSocket.Adopt(descriptor), format);
}
