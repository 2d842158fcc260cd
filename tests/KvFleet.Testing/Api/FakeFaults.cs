namespace KvFleet.Testing;

/// <summary>The faults that wait for their request.</summary>
internal sealed class FakeFaults
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    public IDisposable Add(Func<FakeRequest, bool> when, FakeFault fault, int times)
    {
        var entry = new Entry(this, when, fault) { Left = times };
        lock (_gate)
            _entries.Add(entry);
        return entry;
    }

    public FakeFault? Take(FakeRequest request)
    {
        lock (_gate)
        {
            if (_entries.Find(e => e.When(request)) is not { } entry)
                return null;
            if (--entry.Left == 0)
                _entries.Remove(entry);
            return entry.Fault;
        }
    }

    private sealed class Entry(FakeFaults owner, Func<FakeRequest, bool> when, FakeFault fault) : IDisposable
    {
        public Func<FakeRequest, bool> When => when;

        public FakeFault Fault => fault;

        public int Left { get; set; }

        public void Dispose()
        {
            lock (owner._gate)
                owner._entries.Remove(this);
        }
    }
}
