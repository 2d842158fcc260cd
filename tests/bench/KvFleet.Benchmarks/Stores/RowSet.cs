using System.Buffers.Binary;
using System.Diagnostics;
using KvFleet.Protocol.Store;
using KvFleet.TestClient;

namespace KvFleet.Benchmarks.Stores;

/// <summary>A working set of rows, put and got in batches, with every byte checked after each measured round.</summary>
internal sealed class RowSet : IDisposable
{
    private readonly int _stride;
    private readonly int _batch;
    private readonly PrivateMemory _source;
    private readonly PrivateMemory _target;
    private ulong _round;

    internal RowSet(int stride, int rows, int batch)
    {
        (_stride, _batch, Rows) = (stride, batch, rows);
        _source = new PrivateMemory(stride * rows);
        _target = new PrivateMemory(stride * rows);
        new Random(1).NextBytes(_source.GetSpan());
    }

    /// <summary>Rows of the set.</summary>
    internal int Rows { get; }

    /// <summary>Bytes of the set.</summary>
    internal double Bytes => (double)_stride * Rows;

    /// <summary>Puts the whole set under new keys.</summary>
    /// <returns>Seconds.</returns>
    internal double Put(StoreClient client)
    {
        // Room is there: what leaves when there is none is the policy's business, and not measured here.
        for (var batch = 0; _round > 0 && batch < Rows / _batch; batch++)
            client.Remove(Keys(batch));
        _round++;
        // The rows of rounds before differ, so that an old row under a new key would be seen.
        for (var row = 0; row < Rows; row++)
            BinaryPrimitives.WriteUInt64LittleEndian(_source.GetSpan()[(row * _stride)..], (_round << 32) + (ulong)row);
        var batches = Enumerable.Range(0, Rows / _batch).Select(batch => (Keys: Keys(batch), Values: Values(batch))).ToArray();
        var start = Stopwatch.GetTimestamp();
        foreach (var (keys, values) in batches)
        {
            if (client.Put(keys, values).Any(static result => result != CommitResult.Committed))
                throw new InvalidOperationException("A row was not committed.");
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Gets the whole set of the last round, and checks it.</summary>
    /// <returns>Seconds, without checking.</returns>
    internal double Get(StoreClient client)
    {
        _target.GetSpan().Clear();
        var batches = Enumerable.Range(0, Rows / _batch).Select(batch => (Keys: Keys(batch), Buffers: Targets(batch))).ToArray();
        var start = Stopwatch.GetTimestamp();
        foreach (var (keys, buffers) in batches)
        {
            if (client.Get(keys, buffers).Any(length => length != _stride))
                throw new InvalidOperationException("A row was not found.");
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return _source.GetSpan().SequenceEqual(_target.GetSpan()) ? seconds : throw new InvalidOperationException("The rows that were got are not those that were put.");
    }

    /// <summary>Copies the whole set, row by row, with the C library.</summary>
    /// <returns>Seconds.</returns>
    internal double Copy()
    {
        var start = Stopwatch.GetTimestamp();
        for (var row = 0; row < Rows; row++)
            PrivateMemory.Copy(_source.GetSpan().Slice(row * _stride, _stride), _target.GetSpan().Slice(row * _stride, _stride));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ((IDisposable)_source).Dispose();
        ((IDisposable)_target).Dispose();
    }

    private byte[][] Keys(int batch) => [.. Enumerable.Range(batch * _batch, _batch).Select(row => Key((_round << 32) + (ulong)row))];

    private ReadOnlyMemory<byte>[] Values(int batch) => [.. Enumerable.Range(batch * _batch, _batch).Select(row => (ReadOnlyMemory<byte>)_source.Memory.Slice(row * _stride, _stride))];

    private Memory<byte>[] Targets(int batch) => [.. Enumerable.Range(batch * _batch, _batch).Select(row => _target.Memory.Slice(row * _stride, _stride))];

    /// <summary>As engines' keys are: 32 bytes of a hash and 4 of a group.</summary>
    private static byte[] Key(ulong number)
    {
        var key = new byte[36];
        System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number), key);
        return key;
    }
}
