using System.Text;
using KvFleet.Protocol.Store;
using KvFleet.TestClient;

namespace KvFleet.StoreTool;

/// <summary>Puts rows and gets them in batches, and compares every byte.</summary>
internal sealed class Rows : IDisposable
{
    private const int Batch = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly StoreClient _client;
    private readonly byte[][] _rows;

    private Rows(StoreClient client) => (_client, _rows) = (client, [.. Enumerable.Range(0, Batch).Select(_ => new byte[client.Stride])]);

    /// <summary>Connects, waiting for a pool that is not ready and an agent that is being replaced.</summary>
    public static async Task<Rows> ConnectAsync(string socket, TimeSpan patience)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new Rows(StoreClient.Connect(socket, new StoreClientOptions { Name = "kvfleet-store-tool", Fingerprint = "engine=kvfleet-store-tool\n" }));
            }
            catch (Exception e) when (e is IOException or StoreRefusedException { Status: FrameStatus.NotReady } && TimeProvider.System.GetElapsedTime(started) < patience)
            {
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    public string Put(int first, int count, int seed)
    {
        var stored = 0;
        foreach (var batch in Batches(first, count))
            stored += Put(batch, seed);
        return $"STORED {stored} MAPPED {_client.IsMapped}";
    }

    public string Check(int first, int count, int seed)
    {
        var (found, wrong) = (0, 0);
        foreach (var batch in Batches(first, count))
            Check(batch, seed, ref found, ref wrong);
        return $"FOUND {found} WRONG {wrong}";
    }

    /// <summary>Gets rows and puts those that are missing, as an engine does, until the time is over.</summary>
    public async Task<string> WorkAsync(int count, int seed, TimeSpan time)
    {
        var started = TimeProvider.System.GetTimestamp();
        var (found, wrong, asked, stored) = (0, 0, 0, 0);
        while (TimeProvider.System.GetElapsedTime(started) < time)
        {
            foreach (var batch in Batches(0, count))
            {
                var before = found;
                Check(batch, seed, ref found, ref wrong);
                asked += batch.Length;
                if (found - before < batch.Length)
                    stored += Put(batch, seed);
                _client.Pump();
            }

            await Task.Yield();
        }

        return $"ASKED {asked} FOUND {found} WRONG {wrong} STORED {stored} KEPT {_client.MappedBytes}";
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static byte[] KeyOf(int number, int seed) => Encoding.UTF8.GetBytes($"row-{seed}-{number}");

    private static IEnumerable<int[]> Batches(int first, int count) => Enumerable.Range(first, count).Chunk(Batch);

    private int Put(int[] batch, int seed)
    {
        for (var i = 0; i < batch.Length; i++)
            RowContent.Fill(_rows[i], batch[i], seed);
        return _client.Put([.. batch.Select(number => KeyOf(number, seed))], [.. _rows.Take(batch.Length).Select(static row => (ReadOnlyMemory<byte>)row)])
            .Count(static result => result is CommitResult.Committed or CommitResult.AlreadyPresent);
    }

    private void Check(int[] batch, int seed, ref int found, ref int wrong)
    {
        var lengths = _client.Get([.. batch.Select(number => KeyOf(number, seed))], [.. _rows.Take(batch.Length).Select(static row => (Memory<byte>)row)]);
        for (var i = 0; i < batch.Length; i++)
        {
            if (lengths[i] < 0)
                continue;
            found++;
            if (lengths[i] != _rows[i].Length || !RowContent.IsWhole(_rows[i], batch[i], seed))
                wrong++;
        }
    }
}
