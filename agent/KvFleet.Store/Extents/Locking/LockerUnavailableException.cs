using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Store.Extents.Locking;

/// <summary>The privileged part of the agent is away. No verdict on the extent: the same is tried again when it is back.</summary>
/// <param name="message">Why it is away.</param>
/// <param name="innerException">The cause, where there is one.</param>
[SuppressMessage("Design", "CA1032", Justification = "Without words for the user there is nothing to throw.")]
public sealed class LockerUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
