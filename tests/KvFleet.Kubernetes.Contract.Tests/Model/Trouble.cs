using KvFleet.Testing;

namespace KvFleet.Kubernetes.Contract.Tests.Model;

/// <summary>Injects into the fake, at random, everything that goes wrong between a server and those who list and watch.</summary>
internal sealed class Trouble(FakeApiServer server, Random random) : IDisposable
{
    private readonly List<(int Until, TaskCompletionSource Gate)> _slow = [];
    private readonly List<IDisposable> _faults = [];
    private int _step;

    /// <summary>Before each operation. Now and then those who follow get a chance to come back before things go on: otherwise they would see little but back-off.</summary>
    /// <param name="followers">How many watches there should be.</param>
    public async Task StepAsync(int followers)
    {
        _step++;
        foreach (var (_, gate) in _slow.Where(s => s.Until <= _step))
            gate.TrySetResult();
        _slow.RemoveAll(s => s.Until <= _step);
        if (random.Next(20) != 0)
            return;
        Strike();
        if (random.Next(3) > 0)
            return;
        for (var i = 0; i < 100 && server.OpenWatches < followers; i++)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
    }

    /// <summary>Ends all trouble, and every stream that may be dead.</summary>
    public void Dispose()
    {
        foreach (var fault in _faults)
            fault.Dispose();
        foreach (var (_, gate) in _slow)
            gate.TrySetResult();
        // What is held back to be told too late is told now.
        server.SendBookmarks();
    }

    private void Strike()
    {
        switch (random.Next(16))
        {
            case 0: server.CloseWatches(); break;
            case 1: server.SendBookmarks(); break;
            case 2: server.Compact(); break;
            case 3: Cut(server.Compact); break;
            case 4: server.FailWatches(new FakeStatusException(410, "Expired", "too old resource version")); break;
            case 5: server.FailWatches(new FakeStatusException(500, "InternalError", "etcdserver: request timed out")); break;
            case 6: Cut(() => server.WriteToWatches("{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"na")); break;
            case 7: Fault("list", FakeFault.Status(410, "Expired")); Cut(server.Compact); break;
            case 8: Fault(Either(), FakeFault.Status(503, "ServiceUnavailable")); Cut(); break;
            case 9: Fault(Either(), FakeFault.Status(429, "TooManyRequests", retryAfterSeconds: 1)); Cut(); break;
            case 10: Fault(Either(), FakeFault.Drop()); Cut(); break;
            case 11: Fault("list", random.Next(2) == 0 ? FakeFault.LoseAnswer() : FakeFault.Garble()); Cut(server.Compact); break;
            case 12: Slow(); break;
            case 14: server.SwapEvents(); break;
            case 13: Fault("watch", FakeFault.Silence(), times: 1); Cut(); break;
            default: Fault("list", FakeFault.TooLarge()); Cut(server.Compact); break;
        }
    }

    private void Cut(Action? before = null)
    {
        before?.Invoke();
        server.CloseWatches();
    }

    private string Either() => random.Next(2) == 0 ? "list" : "watch";

    private void Slow()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _slow.Add((_step + random.Next(30), gate));
        Fault("list", FakeFault.Delay(gate.Task), times: 1);
        Cut(server.Compact);
    }

    private void Fault(string verb, FakeFault fault, int? times = null) =>
        _faults.Add(server.Inject(r => r.Resource == "widgets" && (verb == "list" && r.IsStreamedList || r.Verb == verb), fault, times ?? random.Next(1, 4)));
}
