using System.Collections.Concurrent;
using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Scanning;

/// <summary>Leftovers of one look, from all threads; bounded: what does not fit is found by the next look.</summary>
internal sealed class Leftovers
{
    private const int Most = 20_000;
    private readonly ConcurrentQueue<Leftover> _found = new();

    public IReadOnlyCollection<Leftover> Found => _found;

    public void Add(string directory, ReadOnlySpan<byte> name, SweepReason reason)
    {
        if (_found.Count < Most)
            _found.Enqueue(new Leftover(directory, name.ToArray(), reason));
    }
}
