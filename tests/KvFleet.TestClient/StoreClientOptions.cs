namespace KvFleet.TestClient;

/// <summary>What a client says of itself.</summary>
public sealed record StoreClientOptions
{
    /// <summary>Its name, for the agent's log.</summary>
    public string Name { get; init; } = "kvfleet-client-cs";

    /// <summary>What makes its bytes interchangeable: sorted <c>name=value</c> lines. Empty: it may look and copy, not store.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Bytes of its rows; 0 when it takes any.</summary>
    public long Stride { get; init; }

    /// <summary>Whether to map the pool's memory; without, every byte goes over the socket.</summary>
    public bool Map { get; init; } = true;

    /// <summary>How long a request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Commits rows before it writes them, as no client may: for tests that show that their check would see it.</summary>
    public bool CommitsBeforeWriting { get; init; }

    /// <summary>Slots that are kept ready for puts.</summary>
    public int Credits { get; init; } = 32;
}
