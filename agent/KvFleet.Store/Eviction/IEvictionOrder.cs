namespace KvFleet.Store.Eviction;

/// <summary>An order in which entries leave. Knows nothing of leases and pins: what may not leave is not in it.</summary>
internal interface IEvictionOrder : IDisposable
{
    /// <summary>Entries in it.</summary>
    int Count { get; }

    /// <summary>Takes an entry in: it came, or may be evicted again.</summary>
    void Add(int entry);

    /// <summary>An entry in it was used.</summary>
    void Touch(int entry);

    /// <summary>Takes an entry out.</summary>
    void Remove(int entry);

    /// <summary>Who would leave next; it stays in. -1 when nobody is in it.</summary>
    int Next();

    /// <summary>Those who would leave first, in about that order.</summary>
    IEnumerable<int> Coldest();

    /// <summary>An entry in it leaves by the order's own choice: it may remember that.</summary>
    void Evicted(int entry);
}
