namespace KvFleet.Protocol;

/// <summary>
/// A packet broke the protocol. Its descriptors are closed already; the connection can still be used, which serves to say
/// <c>refused</c> before closing it.
/// </summary>
/// <param name="fault">Which rule.</param>
/// <param name="message">What exactly, for people.</param>
/// <param name="innerException">The parser's own complaint, if there was one.</param>
public sealed class ProtocolException(ProtocolFault fault, string message, Exception? innerException = null)
    : IOException(message, innerException)
{
    /// <summary>Which rule was broken.</summary>
    public ProtocolFault Fault { get; } = fault;
}
