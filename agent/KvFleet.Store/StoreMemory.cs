using System.Collections.Immutable;
using KvFleet.Native;
using KvFleet.Store.Arenas;
using KvFleet.Store.Indexing;

namespace KvFleet.Store;

/// <summary>The memory of a store as it comes and goes. Thread-safe.</summary>
public sealed class StoreMemory
{
    private readonly PoolStore _store;
    private readonly ArenaSet _arenas;

    internal StoreMemory(PoolStore store, ArenaSet arenas) => (_store, _arenas) = (store, arenas);

    /// <summary>Bytes of a row; 0 while nobody said.</summary>
    public long Stride
    {
        get
        {
            lock (_store.Gate)
                return _arenas.Stride;
        }
    }

    /// <summary>What makes the pool's bytes interchangeable; empty until a client said.</summary>
    public string Fingerprint
    {
        get
        {
            lock (_store.Gate)
                return _arenas.Fingerprint;
        }
    }

    /// <summary>The key tables that clients may map.</summary>
    public ImmutableArray<ArenaKeys> KeyTables
    {
        get
        {
            lock (_store.Gate)
                return [.. _arenas.Active.Where(static arena => arena.Keys.IsShareable).Select(static arena => new ArenaKeys(arena.Number, arena.Source.Holder, arena.Keys.File, arena.Keys.Bytes))];
        }
    }

    /// <summary>Reads where the extents beside an index were before.</summary>
    /// <param name="poolUid">Uid of the pool.</param>
    /// <param name="index">The index.</param>
    /// <returns>Null for memory that is new, or was another pool's.</returns>
    public static ArenaPlaces? ReadPlaces(string poolUid, MemoryFile index)
    {
        var bytes = index.GetFacts().SizeBytes;
        if (bytes < IndexLayout.HeaderBytes)
            return null;
        using var mapping = SharedMapping.Map(index, 0, IndexLayout.HeaderBytes);
        var facts = IndexHeader.Read(mapping.GetSpan(0, IndexLayout.HeaderBytes), IndexGeometry.EntriesIn(bytes));
        return facts is null || facts.PoolUid != poolUid || facts.Stride < Rows.SizeClasses.SmallestBlockBytes
            ? null
            : new ArenaPlaces(facts.Stride, [.. facts.Extents.Select(static extent => extent.Offset)]);
    }

    /// <summary>Takes a holder's memory in, and serves what an agent before this one left there.</summary>
    /// <param name="source">The memory, fully populated.</param>
    /// <returns>What was found.</returns>
    public ArenaLoad Attach(ArenaSource source)
    {
        lock (_store.Gate)
        {
            if (_arenas.Stride == 0)
                _arenas.Stride = ReadPlaces(_store.Options.PoolUid, source.Index)?.Stride ?? IndexGeometry.DefaultStride;
            return AttachLocked(source);
        }
    }

    /// <summary>
    /// Takes a client's word for what the pool's bytes are: the first one's becomes the pool's.
    /// </summary>
    /// <param name="stride">Bytes of a row; 0 when it takes any.</param>
    /// <param name="fingerprint">What makes its bytes interchangeable; empty when it says nothing.</param>
    /// <param name="mayDeclare">Whether its word may become the pool's; otherwise it is only compared.</param>
    public StoreAgreement Agree(long stride, string fingerprint, bool mayDeclare = true)
    {
        lock (_store.Gate)
        {
            if (stride != 0 && stride != _arenas.Stride && !(mayDeclare && TryRedeclare(stride)))
            {
                return new StoreAgreement(
                    StoreAgreementOutcome.WrongStride,
                    $"The pool's rows are {_arenas.Stride} bytes apart, the client's {stride}. Use an engine of the pool's model, block size and parallelism, or another pool.");
            }

            if (fingerprint.Length == 0)
                return StoreAgreement.Agreed;
            if (mayDeclare)
                AdoptLocked(fingerprint);
            else if (_arenas.Fingerprint.Length == 0)
                return StoreAgreement.Agreed;
            return Protocol.Store.Fingerprint.Compare(_arenas.Fingerprint, fingerprint) is { } difference
                ? new StoreAgreement(StoreAgreementOutcome.FingerprintMismatch, $"The pool's bytes are of no use to this client: {difference}. Use an engine that is the same in these, or another pool.")
                : StoreAgreement.Agreed;
        }
    }

    /// <summary>Takes what a lower tier has kept for the pool's fingerprint, unless it is known already.</summary>
    /// <param name="fingerprint">The text; empty for nothing.</param>
    internal void Adopt(string fingerprint)
    {
        lock (_store.Gate)
            AdoptLocked(fingerprint);
    }

    /// <summary>Puts no new values into a holder's memory from now on.</summary>
    /// <param name="holder">The holder.</param>
    public void BeginDrain(string holder)
    {
        lock (_store.Gate)
        {
            foreach (var arena in _arenas.Active.Where(arena => arena.Source.Holder == holder))
                arena.IsDraining = true;
        }
    }

    /// <summary>Moves some values out of a holder's memory that is draining: those that are worth more than what they displace.</summary>
    /// <param name="holder">The holder.</param>
    /// <param name="bytes">About how many bytes; the store's lock is held meanwhile.</param>
    /// <returns>Whether there may be more to move.</returns>
    public bool Relocate(string holder, long bytes)
    {
        lock (_store.Gate)
        {
            var arena = _arenas.All.FirstOrDefault(arena => arena is { IsDraining: true, IsDetached: false } && arena.Source.Holder == holder);
            return arena is not null && new Relocation(_store, _arenas, arena).Step(bytes);
        }
    }

    /// <summary>What is in a holder's memory is not found from now on: its mappers are told to let go. Nothing is lost yet.</summary>
    /// <param name="holder">The holder.</param>
    public void Hide(string holder)
    {
        lock (_store.Gate)
        {
            foreach (var arena in _arenas.All.Where(arena => arena.Source.Holder == holder))
                (arena.IsDraining, arena.IsHidden) = (true, true);
        }
    }

    /// <summary>Calls a drain off: what is still in a holder's memory is found again.</summary>
    /// <param name="holder">The holder.</param>
    /// <param name="index">Its index: other memory under the same name is not meant.</param>
    /// <returns>False when there is nothing to go on with; attach it then.</returns>
    public bool TryResume(string holder, MemoryFile index)
    {
        lock (_store.Gate)
        {
            if (_arenas.All.FirstOrDefault(arena => arena.Source.Holder == holder && arena.Source.Index == index && !arena.IsDetached) is not { } arena)
                return false;
            (arena.IsDraining, arena.IsHidden) = (false, false);
            return true;
        }
    }

    /// <summary>Gives a holder's memory up: what is there is not found any more. It stays mapped here until its last lease ends.</summary>
    /// <param name="holder">The holder.</param>
    public void Detach(string holder)
    {
        lock (_store.Gate)
        {
            foreach (var arena in _arenas.All.Where(arena => arena.Source.Holder == holder && !arena.IsDetached).ToList())
                DetachLocked(arena);
        }
    }

    private void AdoptLocked(string fingerprint)
    {
        if (_arenas.Fingerprint.Length > 0 || fingerprint.Length == 0)
            return;
        _arenas.Fingerprint = fingerprint;
        foreach (var arena in _arenas.All)
            WriteHeader(arena);
    }

    private ArenaLoad AttachLocked(ArenaSource source)
    {
        var arena = new StoreArena(_arenas.NextNumber(), source, _arenas.Stride, _store.Options.Policy);
        var facts = IndexHeader.Read(arena.Header, arena.Entries.Count);
        var loader = new ArenaLoader(arena);
        var load = default(ArenaLoad);
        if (facts is not null && facts.Describes(Facts(arena)) && (_arenas.Fingerprint.Length == 0 || facts.Fingerprint.Length == 0 || facts.Fingerprint == _arenas.Fingerprint))
        {
            if (_arenas.Fingerprint.Length == 0)
                _arenas.Fingerprint = facts.Fingerprint;
            List<int> resting = [];
            load = loader.Load(resting);
            foreach (var entry in resting)
                _store.Care.RestInherited(arena, entry);
        }
        else
        {
            loader.Clear();
        }

        WriteHeader(arena);
        _arenas.Add(arena);
        _store.Counters.Dropped += load.Dropped;
        return load;
    }

    private void DetachLocked(StoreArena arena)
    {
        arena.IsDraining = true;
        for (var entry = 0; entry < arena.Entries.Count; entry++)
        {
            if (arena.IsFound(entry))
                _store.Care.Unpublish(arena, entry);
        }

        arena.IsDetached = true;
        _store.Care.Forget(arena);
        _arenas.CloseIfDone(arena);
    }

    /// <summary>Only while nobody has declared a stride and nothing is there yet.</summary>
    private bool TryRedeclare(long stride)
    {
        if (_store.Options.Stride != 0 || stride < Rows.SizeClasses.SmallestBlockBytes || _arenas.All.Any(static arena => arena.KeyCount > 0 || arena.Holds > 0))
            return false;
        var sources = _arenas.Active.Select(static arena => arena.Source).ToList();
        foreach (var arena in _arenas.Active.ToList())
            DetachLocked(arena);
        _arenas.Stride = stride;
        foreach (var source in sources)
            AttachLocked(source);
        return true;
    }

    private void WriteHeader(StoreArena arena) => IndexHeader.Write(arena.Header, arena.Entries.Count, Facts(arena));

    private IndexFacts Facts(StoreArena arena) => new(
        _store.Options.PoolUid,
        _arenas.Fingerprint,
        _arenas.Stride,
        [.. arena.Source.Extents.Select(static extent => new IndexFacts.ExtentFacts(extent.Bytes, extent.Offset))]);
}
