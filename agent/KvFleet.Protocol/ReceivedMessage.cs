using KvFleet.Native;

namespace KvFleet.Protocol;

/// <summary>A message with the descriptors that came beside it. Disposing closes those that nobody has taken.</summary>
/// <typeparam name="TMessage">The family of messages.</typeparam>
public sealed class ReceivedMessage<TMessage> : IDisposable
    where TMessage : ProtocolMessage
{
    private readonly Descriptor?[] _descriptors;

    internal ReceivedMessage(TMessage message, IReadOnlyList<Descriptor> descriptors)
    {
        Message = message;
        _descriptors = [.. descriptors];
    }

    /// <summary>The message; its values have been checked against the limits.</summary>
    public TMessage Message { get; }

    /// <summary>How many descriptors came, exactly as many as the message lists.</summary>
    public int DescriptorCount => _descriptors.Length;

    /// <summary>Takes one descriptor out; from now on it is the caller's to dispose.</summary>
    /// <param name="index">Position in the order of the things that the message lists.</param>
    /// <exception cref="InvalidOperationException">It was taken already.</exception>
    public Descriptor Take(int index)
    {
        var descriptor = _descriptors[index] ?? throw new InvalidOperationException($"Descriptor {index} was taken already.");
        _descriptors[index] = null;
        return descriptor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var descriptor in _descriptors)
            descriptor?.Dispose();
    }
}
