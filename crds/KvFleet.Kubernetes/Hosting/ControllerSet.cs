using KvFleet.Kubernetes.Controllers;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>All controllers of the process.</summary>
internal sealed class ControllerSet : IAsyncDisposable
{
    private readonly List<(Type Implementation, ControllerHost Host)> _hosts = [];

    public ControllerSet(IEnumerable<ControllerRegistration> registrations, IServiceProvider services)
    {
        foreach (var registration in registrations)
        {
            if (_hosts.Exists(h => string.Equals(h.Host.Name, registration.Options.Name, StringComparison.Ordinal)))
                throw new InvalidOperationException($"Two controllers are named '{registration.Options.Name}'; give one another name with Options.Name.");
            _hosts.Add((registration.Implementation, registration.CreateHost(services)));
        }
    }

    public IEnumerable<ControllerHost> Hosts => _hosts.Select(static h => h.Host);

    public ControllerHost For(Type implementation) => _hosts.Find(h => h.Implementation == implementation).Host
        ?? throw new InvalidOperationException($"{implementation} is not registered as a controller; add it with AddController or AddKeyController.");

    public string? Check()
    {
        foreach (var host in Hosts)
        {
            if (host.Check() is { } reason)
                return $"{host.Name}: {reason}";
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Hosts)
            await host.DisposeAsync();
    }
}
