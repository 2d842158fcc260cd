using System.Globalization;
using KvFleet.TestClient;

namespace KvFleet.Benchmarks.Stores;

/// <summary>
/// A process that puts rows for ever, to be killed. Agents that die under it it meets by connecting again. Started as <c>torn-client SOCKET SEED KEYS early|late</c>; "early" commits rows before it has
/// written them, which is wrong on purpose: the check must find it.
/// </summary>
internal static class TornClient
{
    private const int Batch = 16;

    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (socket, seed, keys) = (arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture), int.Parse(arguments[2], CultureInfo.InvariantCulture));
        var options = Options with { CommitsBeforeWriting = arguments[3] == "early" };
        var random = new Random(seed);
        var rows = Enumerable.Range(0, Batch).Select(static _ => new byte[TornContent.Stride]).ToArray();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var client = StoreClient.Connect(socket, options);
                while (true)
                {
                    Put(client, random.Next(keys / Batch) * Batch, rows);
                    Console.WriteLine(".");
                }
            }
            catch (IOException)
            {
                // The agent was killed, or is not ready yet.
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            }
        }

        return 0;
    }

    /// <summary>What every client here says of itself.</summary>
    internal static StoreClientOptions Options { get; } = new() { Fingerprint = "model=torn\n", Stride = TornContent.Stride, Credits = Batch };

    private static void Put(StoreClient client, int first, byte[][] rows)
    {
        var numbers = Enumerable.Range(first, rows.Length).ToArray();
        foreach (var (i, number) in numbers.Index())
            TornContent.Fill(number, rows[i]);
        client.Put([.. numbers.Select(TornContent.KeyOf)], [.. rows.Select(static row => (ReadOnlyMemory<byte>)row)]);
    }
}
