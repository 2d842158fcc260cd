using System.Net.Sockets;
using System.Security.Cryptography;
using KvFleet.Agent.Volumes;
using KvFleet.Native;

namespace KvFleet.Agent.Standalone;

/// <summary>The TCP ports of pools on a machine without Kubernetes.</summary>
internal sealed class StandaloneDoors(RespVolumes resp, ILogger logger) : IDisposable
{
    private readonly Dictionary<string, (StandaloneResp Settings, IDisposable Port)> _open = new(StringComparer.Ordinal);

    /// <summary>Opens and closes ports, so that they are those of these pools. One that is as it was stays open.</summary>
    public void Apply(IReadOnlyCollection<StandalonePool> pools)
    {
        foreach (var (name, door) in _open.ToList())
        {
            if (pools.Any(pool => pool.Name == name && pool.Resp == door.Settings))
                continue;
            _open.Remove(name);
            door.Port.Dispose();
        }

        foreach (var pool in pools.Where(pool => pool.Resp.Address is not null && !_open.ContainsKey(pool.Name)))
            Open(pool);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var door in _open.Values)
            door.Port.Dispose();
    }

    private void Open(StandalonePool pool)
    {
        try
        {
            var password = pool.Resp.ReadPassword();
            IDisposable port = pool.Resp.TlsDirectory is { } directory
                ? resp.ListenWithTls(pool.Resp.Address!, directory, StandalonePools.Namespace, pool.Name, password)
                : resp.Listen(StreamSocket.Listen(pool.Resp.Address!), StandalonePools.Namespace, pool.Name, password);
            _open.Add(pool.Name, (pool.Resp, port));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or SocketException or CryptographicException)
        {
            // Tried again when the file is read the next time.
            logger.SocketFailed(pool.Resp.Address!.ToString(), pool.Name, e.Message);
        }
    }
}
