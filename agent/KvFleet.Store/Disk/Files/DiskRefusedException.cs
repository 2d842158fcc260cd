namespace KvFleet.Store.Disk.Files;

/// <summary>A directory that a tier must not or cannot use; the message says why and what to do.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class DiskRefusedException(string message) : IOException(message);
