using KvFleet.Protocol.Store;

namespace KvFleet.TestClient;

/// <summary>The agent said no.</summary>
/// <param name="status">What it said.</param>
/// <param name="message">Why, and what to do.</param>
public sealed class StoreRefusedException(FrameStatus status, string message) : IOException(message)
{
    /// <summary>What it said.</summary>
    public FrameStatus Status { get; } = status;
}
