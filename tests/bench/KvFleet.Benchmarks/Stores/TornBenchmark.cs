using System.Diagnostics;
using System.Globalization;
using KvFleet.TestClient;

namespace KvFleet.Benchmarks.Stores;

/// <summary>
/// Clients that put rows, and the agent under them, are killed 1,000 times (KVFLEET_TORN_KILLS for another number), every tenth time the agent; after every kill and at the end rows are read back. A row is bad when any of its
/// bytes is not what its key says. Then the same check must find a byte that was flipped, and rows of a client that commits before it writes.
/// </summary>
internal sealed class TornBenchmark : IBenchmark
{
    private const int Keys = 4800;
    private const int Clients = 2;
    private const int Sample = 64;
    private const int AgentEvery = 10;
    private const int ControlKills = 200;
    private const int ProgressEvery = 50;
    private readonly byte[][] _rows = [.. Enumerable.Range(0, Sample).Select(static _ => new byte[TornContent.Stride])];
    private readonly Random _random = new(20261121);

    /// <inheritdoc/>
    public string Name => "store.torn";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("KVFLEET_TORN_KILLS") ?? "1000", CultureInfo.InvariantCulture);
        await using var agent = await TornAgent.StartAsync(cancellationToken);
        var checker = await agent.ConnectAsync(cancellationToken);
        var (bad, seen) = (0, 0L);
        var clients = Enumerable.Range(0, Clients).Select(_ => StartClient(agent, "late")).ToArray();
        for (var kill = 1; kill <= kills; kill++)
        {
            var at = kill % Clients;
            await ReadyAsync(clients[at], cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(30)), TimeProvider.System, cancellationToken);
            if (kill % AgentEvery == 0)
            {
                await agent.KillAsync(cancellationToken);
                checker.Dispose();
                checker = await agent.ConnectAsync(cancellationToken);
            }
            else
            {
                await EndAsync(clients[at]);
                clients[at] = StartClient(agent, "late");
            }

            Check(checker, _random.Next(Keys - Sample), ref bad, ref seen);
            if (kill % ProgressEvery == 0)
                await Console.Error.WriteLineAsync($"{Name}: {kill} of {kills} kills, {seen} rows checked, {bad} bad");
        }

        foreach (var client in clients)
            await EndAsync(client);
        for (var first = 0; first < Keys; first += Sample)
            Check(checker, first, ref bad, ref seen);

        var flipped = FindsFlippedByte(checker);
        var early = await FindsEarlyCommitsAsync(agent, checker, cancellationToken);
        checker.Dispose();
        return flipped && early > 0
            ? new BenchmarkResult(Name, bad, "rows", "goal", bad, new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["kills"] = kills,
                ["kills.agent"] = kills / AgentEvery,
                ["rows.checked"] = seen,
                ["control.flipped"] = 1,
                ["control.early"] = early,
            })
            : throw new InvalidOperationException($"A positive control was not found (flipped byte: {flipped}, early commits: {early}): the check shows nothing.");
    }

    private static Process StartClient(TornAgent agent, string mode) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "KvFleet.Benchmarks.dll"), "torn-client", agent.Socket, Random.Shared.Next().ToString(CultureInfo.InvariantCulture), Keys.ToString(CultureInfo.InvariantCulture), mode])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
    })!;

    /// <summary>Waits until the client has put something.</summary>
    private static async Task ReadyAsync(Process client, CancellationToken cancellationToken) => await client.StandardOutput.ReadLineAsync(cancellationToken);

    private static async Task EndAsync(Process client)
    {
        client.Kill();
        await client.WaitForExitAsync();
        client.Dispose();
    }

    private void Check(StoreClient checker, int first, ref int bad, ref long seen)
    {
        var numbers = Enumerable.Range(first, Sample).ToArray();
        var lengths = checker.Get([.. numbers.Select(TornContent.KeyOf)], [.. _rows.Select(static row => (Memory<byte>)row)]);
        for (var i = 0; i < Sample; i++)
        {
            if (lengths[i] < 0)
                continue;
            seen++;
            if (!TornContent.IsWhole(numbers[i], _rows[i].AsSpan(0, lengths[i])))
                bad++;
        }
    }

    private bool FindsFlippedByte(StoreClient checker)
    {
        var number = Enumerable.Range(0, Keys).First(candidate => checker.TryFind(TornContent.KeyOf(candidate), out _, out _));
        checker.TryFind(TornContent.KeyOf(number), out var row, out _);
        var at = _random.Next(TornContent.Stride);
        checker.RowSpan(row)[at] ^= 1;
        var (bad, seen) = (0, 0L);
        Check(checker, Math.Min(number, Keys - Sample), ref bad, ref seen);
        checker.RowSpan(row)[at] ^= 1;
        return bad == 1;
    }

    private async Task<int> FindsEarlyCommitsAsync(TornAgent agent, StoreClient checker, CancellationToken cancellationToken)
    {
        var (bad, seen) = (0, 0L);
        for (var kill = 0; kill < ControlKills && bad == 0; kill++)
        {
            var client = StartClient(agent, "early");
            await ReadyAsync(client, cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(30)), TimeProvider.System, cancellationToken);
            await EndAsync(client);
            for (var first = 0; first < Keys; first += Sample)
                Check(checker, first, ref bad, ref seen);
        }

        return bad;
    }
}
