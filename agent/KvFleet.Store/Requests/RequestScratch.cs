using KvFleet.Protocol.Store;

namespace KvFleet.Store.Requests;

/// <summary>Room for the parts of one request. A thread answers one request at a time, so it has one of these: with one for each connection, idle clients would be most of an agent's heap.</summary>
internal sealed class RequestScratch
{
    [ThreadStatic]
    private static RequestScratch? _current;

    /// <summary>The calling thread's.</summary>
    public static RequestScratch Current => _current ??= new RequestScratch();

    /// <summary>Answers about keys.</summary>
    public StoreRecord[] Records { get; } = new StoreRecord[StoreLimits.MaxItems];

    /// <summary>Slots.</summary>
    public SlotTicket[] Slots { get; } = new SlotTicket[StoreLimits.MaxItems];

    /// <summary>Leases.</summary>
    public ulong[] Handles { get; } = new ulong[StoreLimits.MaxItems];

    /// <summary>Results, one byte each.</summary>
    public byte[] Results { get; } = new byte[StoreLimits.MaxItems];
}
