namespace KvFleet.NodePlugin.Hosting;

/// <summary>Why the node plugin is not ready, part by part.</summary>
internal sealed class NodeHealth
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HealthPart, string> _problems = new()
    {
        [HealthPart.HostLock] = "the host lock has not been asked for yet",
        [HealthPart.Volumes] = "volumes published earlier have not been taken up yet",
        [HealthPart.Sockets] = "the sockets are not there yet",
        [HealthPart.Registration] = "the kubelet has not registered the driver yet",
    };

    /// <summary>A part is in order.</summary>
    /// <param name="part">Which.</param>
    public void Pass(HealthPart part)
    {
        lock (_gate)
            _problems.Remove(part);
    }

    /// <summary>A part is not in order.</summary>
    /// <param name="part">Which.</param>
    /// <param name="problem">What is the matter.</param>
    public void Fail(HealthPart part, string problem)
    {
        lock (_gate)
            _problems[part] = problem;
    }

    /// <summary>Says whether all is in order, and each part's state, a line each.</summary>
    public (bool Ready, string Text) Read()
    {
        lock (_gate)
        {
            var lines = Enum.GetValues<HealthPart>().Select(part => _problems.TryGetValue(part, out var problem) ? $"[-]{part}: {problem}\n" : $"[+]{part}\n");
            return (_problems.Count == 0, string.Concat(lines));
        }
    }
}
