namespace KvFleet.Sweeping.Scanning;

/// <summary>What could not be read, gathered from all threads: the first few in words, all by number.</summary>
internal sealed class ScanProblems
{
    private const int Kept = 5;
    private readonly Lock _gate = new();
    private readonly List<string> _messages = [];

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    public void Add(string message)
    {
        lock (_gate)
        {
            Count++;
            if (_messages.Count < Kept)
                _messages.Add(message);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_gate)
            return string.Join("; ", _messages) + (Count > _messages.Count ? $"; and {Count - _messages.Count} more" : "");
    }
}
