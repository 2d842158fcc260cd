using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Store.Extents.Locking;

/// <summary>The kernel refused a NUMA policy or a lock. The message says which call, which error and on which extent.</summary>
/// <param name="message">What was refused.</param>
/// <param name="innerException">The cause, where there is one in this process.</param>
[SuppressMessage("Design", "CA1032", Justification = "Without words for the user there is nothing to throw.")]
public sealed class ExtentLockerException(string message, Exception? innerException = null) : Exception(message, innerException);
